using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Collects digits that the caller presses, during a prompt, which the first digit silences, and after it.</summary>
internal sealed class CollectOperation(Call call, Prompt? prompt, CollectOptions options) : SpeechOperation<Collected>(call)
{
    private PromptPlayback? _playback;
    private bool _isCollecting;

    /// <inheritdoc/>
    public override void OnCallEnded(HangupCause cause)
    {
        _playback?.Abandon();
        StopCollecting();
        base.OnCallEnded(cause);
    }

    /// <summary>The first digit has come while the prompt was played.</summary>
    public void OnBargeIn() => _playback?.Stop();

    /// <summary>The digits are there, or will not come.</summary>
    public void OnCollected(in CollectedDigits collected)
    {
        _isCollecting = false;
        _playback?.Stop();
        var end = collected.End switch
        {
            CollectionEnd.Complete => CollectEnd.Complete,
            CollectionEnd.Terminated => CollectEnd.Terminated,
            CollectionEnd.Timeout => CollectEnd.Timeout,
            _ => CollectEnd.TooFew,
        };
        Complete(new Collected(collected.Digits, end, collected.Terminator));
    }

    /// <inheritdoc/>
    protected override void OnReady(VoiceFormat format)
    {
        _isCollecting = true;
        Call.Keys.Begin(
            this,
            new DigitCollection
            {
                Fewest = options.MinDigits,
                Most = options.MaxDigits,
                FirstDigit = options.FirstDigit,
                BetweenDigits = options.BetweenDigits,
                Terminators = options.Terminators,
            },
            isPrompting: prompt is not null);
        // Digits that were pressed before may have been all of them, or have silenced the prompt before it began.
        if (prompt is null || !Call.Keys.IsPrompting(this)) return;
        _playback = new PromptPlayback(Call, prompt, format.Codec, OnPlayed);
        _playback.Begin();
    }

    /// <inheritdoc/>
    protected override void Stop()
    {
        _playback?.Stop();
        StopCollecting();
    }

    private void OnPlayed(Exception? problem)
    {
        if (problem is null)
        {
            Call.Keys.OnPromptEnded();
            return;
        }

        StopCollecting();
        Fail(problem);
    }

    private void StopCollecting()
    {
        if (!_isCollecting) return;
        _isCollecting = false;
        Call.Keys.Cancel();
    }
}
