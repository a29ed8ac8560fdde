using Softswitch.Media;

namespace Softswitch.Kernel.Calls;

/// <summary>What the switch itself says to a leg's party, and the keys that it hears from it. Called on the call's worker; none blocks.</summary>
public interface ILegVoice
{
    /// <summary>How it speaks from now on, as agreed with the party.</summary>
    void Tune(VoiceFormat format);

    /// <summary>
    /// Plays <paramref name="sounds"/>, one right behind the other, in place of what is being said. <paramref name="ended"/> is called exactly once, on another
    /// thread, which must not be kept waiting.
    /// </summary>
    void Play(IReadOnlyList<EncodedAudio> sounds, Action<object?, UtteranceEnd> ended, object? state);

    /// <summary>Sends keys (1 to 64 of <c>0-9 * # A-D</c>), otherwise as <see cref="Play"/>.</summary>
    void SendKeys(string keys, Action<object?, UtteranceEnd> ended, object? state);

    /// <summary>Silences what is being said.</summary>
    void Stop();

    /// <summary>Has <paramref name="listener"/> told of keys, on another thread.</summary>
    void Listen(IKeyListener listener);
}
