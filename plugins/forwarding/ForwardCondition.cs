namespace Softswitch.Forwarding;

/// <summary>When calls are forwarded.</summary>
public enum ForwardCondition
{
    /// <summary>Whenever somebody calls; the extension's phones do not ring.</summary>
    Always,

    /// <summary>When the extension is busy.</summary>
    Busy,

    /// <summary>When nobody answers.</summary>
    NoAnswer,

    /// <summary>When no phone of the extension is registered or answers at all.</summary>
    NotOnLine,
}
