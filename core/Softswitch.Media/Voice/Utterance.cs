namespace Softswitch.Media;

/// <summary>Why an utterance ended.</summary>
public enum UtteranceEnd
{
    /// <summary>All of it was said: its last packet has been sent.</summary>
    Finished,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>Another one has taken its place.</summary>
    Replaced,

    /// <summary>The stream was closed.</summary>
    Closed,

    /// <summary>
    /// It cannot be said to this end: nothing was negotiated to say it in, or the stream is encrypted or carries no RTP.
    /// </summary>
    Impossible,
}

/// <summary>
/// Something that the switch says on a stream, once: sounds or keys. Ends exactly once, whatever happens, and tells so on the stream's
/// media worker, which must not be kept waiting.
/// </summary>
public abstract class Utterance
{
    private readonly Action<Utterance, UtteranceEnd>? _ended;
    private bool _hasEnded;

    private protected Utterance(Action<Utterance, UtteranceEnd>? ended, object? state) => (_ended, State) = (ended, state);

    /// <summary>What whoever asked for it gave along.</summary>
    public object? State { get; }

    /// <summary>Whether it can be said in <paramref name="format"/>. Asked before every tick.</summary>
    internal abstract bool IsPossible(VoiceFormat format);

    /// <summary>Says what is due at <paramref name="tick"/>. Returns after how many ticks more is due, 0 where that was all.</summary>
    internal abstract int Say(long tick, VoiceFormat format, RtpSource source, IVoiceLine line);

    /// <summary>It is over; the first end counts.</summary>
    internal void End(UtteranceEnd end)
    {
        if (_hasEnded) return;
        _hasEnded = true;
        Release();
        _ended?.Invoke(this, end);
    }

    /// <summary>Gives back what it took to say it.</summary>
    private protected virtual void Release()
    {
    }
}

/// <summary>Where a voice's packets go.</summary>
internal unsafe interface IVoiceLine
{
    /// <summary>Whether the end may be sent to: not on hold. While it may not, time goes on and nothing is sent.</summary>
    bool IsOpen { get; }

    /// <summary>Sends a packet; one that cannot be sent is lost, as datagrams are.</summary>
    void Send(byte* packet, int length);

    /// <summary>A packet will be sent soon: what that needs can be fetched meanwhile.</summary>
    void Prefetch();

    /// <summary>The voice has begun or ceased to speak.</summary>
    void OnSpeaking();
}
