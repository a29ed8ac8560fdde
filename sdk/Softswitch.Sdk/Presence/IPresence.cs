namespace Softswitch.Sdk;

/// <summary>What the account's extensions are doing. Reading it never waits.</summary>
public interface IPresence
{
    /// <summary>State of an extension; <see cref="ExtensionState.Offline"/> of an unknown one.</summary>
    ExtensionState this[string extension] { get; }
}

/// <summary>What an extension is doing.</summary>
public enum ExtensionState
{
    /// <summary>No phone is registered.</summary>
    Offline,

    /// <summary>A phone is registered and nothing goes on.</summary>
    Idle,

    /// <summary>It is being rung.</summary>
    Ringing,

    /// <summary>It is in a call.</summary>
    Busy,
}
