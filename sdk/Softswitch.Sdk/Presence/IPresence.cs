namespace Softswitch.Sdk;

/// <summary>What the account's extensions are doing. Reading it never waits.</summary>
public interface IPresence
{
    /// <summary>
    /// State of an extension: in a call or being rung, else what a presence source says, else whether a phone is registered. <see cref="ExtensionState.Offline"/> of an unknown one.
    /// </summary>
    ExtensionState this[string extension] { get; }

    /// <summary>Whether an extension has a phone, be it registered or in a call, whatever a source says.</summary>
    bool IsOnline(string extension) => this[extension] != ExtensionState.Offline;

    /// <summary>What the account's presence sources say of an extension, whatever its phone does; of several the one that leaves least hope. Null where none says anything.</summary>
    ReportedState? Reported(string extension) => null;
}

/// <summary>What an extension is doing. There may be more in later versions.</summary>
public enum ExtensionState
{
    /// <summary>No phone is registered.</summary>
    Offline,

    /// <summary>A phone is registered and nothing goes on.</summary>
    Idle,

    /// <summary>It is being rung.</summary>
    Ringing,

    /// <summary>It is in a call, or busy with something else, as a source says.</summary>
    Busy,

    /// <summary>Nobody is there, as a source says.</summary>
    Away,

    /// <summary>Whoever is there does not want to be disturbed, as a source says.</summary>
    DoNotDisturb,
}
