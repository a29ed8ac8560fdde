namespace Softswitch.Sdk;

/// <summary>Somebody in a call.</summary>
/// <param name="Number">Extension or telephone number; empty where it is withheld.</param>
/// <param name="Name">Display name, or null.</param>
/// <param name="Extension">The extension of the same account, or null for somebody outside.</param>
public sealed record CallParty(string Number, string? Name = null, string? Extension = null)
{
    /// <summary>Whether the number is withheld.</summary>
    public bool IsAnonymous => Number.Length == 0;
}
