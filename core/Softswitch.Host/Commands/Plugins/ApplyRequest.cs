namespace Softswitch.Host.Commands.Plugins;

/// <summary>What <c>plugin apply</c> was asked for.</summary>
/// <param name="Plugins">Ids, each with a version behind an @ or without; none for the newest version of all that is installed.</param>
internal sealed record ApplyRequest(IReadOnlyList<string> Plugins)
{
    /// <summary>The reseller whose accounts it is for; null for all, or for whom it is in force already.</summary>
    public string? Reseller { get; init; }

    /// <summary>remove, disable or enable; null brings versions into force.</summary>
    public string? Change { get; init; }

    /// <summary>Whether the version in force stays beside the new one.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Whether plans in force may be left without what they ask for.</summary>
    public bool IsForced { get; init; }
}
