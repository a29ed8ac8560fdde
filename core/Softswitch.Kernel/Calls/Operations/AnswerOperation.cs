namespace Softswitch.Kernel.Calls;

/// <summary>Answers the caller with what the switch itself can hear and say; done when their phone has confirmed it.</summary>
internal sealed class AnswerOperation(Call call) : CallOperation<bool>(call)
{
    /// <inheritdoc/>
    public override void OnConfirmed() => Complete(true);

    /// <inheritdoc/>
    protected override void Start()
    {
        if (Call.IsConfirmed) Complete(true);
        else if (!Call.Caller.IsUp && !Call.TryAnswerItself()) Fail(SpeechException.NoCommonCodec);
    }

    /// <inheritdoc/>
    protected override void Stop()
    {
        // The answer is out and stays.
    }
}
