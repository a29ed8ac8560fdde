namespace Softswitch.Sdk;

/// <summary>The call is over, so the operation cannot be done. A step lets it pass.</summary>
/// <param name="cause">Why the call ended.</param>
public sealed class CallEndedException(HangupCause cause) : OperationCanceledException("The call is over.")
{
    /// <summary>Why the call ended.</summary>
    public HangupCause Cause { get; } = cause;
}
