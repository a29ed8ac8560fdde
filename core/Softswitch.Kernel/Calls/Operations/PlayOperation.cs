using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Plays a prompt to its end.</summary>
internal sealed class PlayOperation(Call call, Prompt prompt) : SpeechOperation<bool>(call)
{
    private PromptPlayback? _playback;

    /// <inheritdoc/>
    public override void OnCallEnded(HangupCause cause)
    {
        _playback?.Abandon();
        base.OnCallEnded(cause);
    }

    /// <inheritdoc/>
    protected override void OnReady(VoiceFormat format)
    {
        _playback = new PromptPlayback(Call, prompt, format.Codec, OnPlayed);
        _playback.Begin();
    }

    /// <inheritdoc/>
    protected override void Stop() => _playback?.Stop();

    private void OnPlayed(Exception? problem)
    {
        if (problem is null) Complete(true);
        else Fail(problem);
    }
}
