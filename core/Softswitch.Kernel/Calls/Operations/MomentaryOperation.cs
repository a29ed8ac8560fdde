namespace Softswitch.Kernel.Calls;

/// <summary>Something that is done as soon as it is begun.</summary>
internal sealed class MomentaryOperation(Call call, Action<Call> action) : CallOperation<bool>(call)
{
    /// <inheritdoc/>
    protected override void Start()
    {
        try
        {
            action(Call);
        }
        catch (InvalidOperationException e)
        {
            Fail(e);
            return;
        }

        Complete(true);
    }

    /// <inheritdoc/>
    protected override void Stop()
    {
        // It was done when it was begun.
    }

    /// <inheritdoc/>
    public override void OnCallEnded(Sdk.HangupCause cause)
    {
        // It is what ends the call, and completes by itself.
    }
}
