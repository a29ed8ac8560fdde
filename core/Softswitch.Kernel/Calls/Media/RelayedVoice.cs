using Softswitch.Media;

namespace Softswitch.Kernel.Calls;

/// <summary>The switch's voice on the first audio stream of a leg.</summary>
/// <param name="audio">That stream, or null as long as there is none.</param>
internal sealed class RelayedVoice(Func<MediaStream?> audio) : ILegVoice
{
    public void Tune(VoiceFormat format) => audio()?.SetVoiceFormat(format);

    public void Play(IReadOnlyList<EncodedAudio> sounds, Action<object?, UtteranceEnd> ended, object? state)
    {
        if (audio() is { } stream) stream.Play(sounds, Ended, new Listener(ended, state));
        else ended(state, UtteranceEnd.Impossible);
    }

    public void SendKeys(string keys, Action<object?, UtteranceEnd> ended, object? state)
    {
        if (audio() is { } stream) stream.SendKeys(keys, null, Ended, new Listener(ended, state));
        else ended(state, UtteranceEnd.Impossible);
    }

    public void Stop() => audio()?.StopSpeaking();

    public void Listen(IKeyListener listener) => audio()?.SetKeyListener(listener);

    private static void Ended(Utterance utterance, UtteranceEnd end)
    {
        var listener = (Listener)utterance.State!;
        listener.Ended(listener.State, end);
    }

    private sealed record Listener(Action<object?, UtteranceEnd> Ended, object? State);
}
