namespace Softswitch.Kernel.Registrar;

/// <summary>What became of a contact.</summary>
public enum LocationEventKind
{
    /// <summary>It has registered; a refresh is no change.</summary>
    Registered,

    /// <summary>It has unregistered, or made room for a newer one.</summary>
    Removed,

    /// <summary>It has not been refreshed in time.</summary>
    Lapsed,
}

/// <summary>A contact came or went.</summary>
/// <param name="Account">The account.</param>
/// <param name="Extension">The extension's number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Binding">The contact.</param>
/// <param name="Contacts">How many contacts the extension has now: 1 after the first has come, 0 after the last has gone.</param>
public readonly record struct LocationEvent(string Account, string Extension, LocationEventKind Kind, Binding Binding, int Contacts);
