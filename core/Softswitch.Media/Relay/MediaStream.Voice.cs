using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>What the switch itself says to the stream's end, and the keys that it hears from it.</summary>
/// <remarks>
/// The switch is a source of its own, with an SSRC that stays for the stream's life; what is relayed keeps the SSRC, numbers and timestamps of
/// whoever sent it. The end hears one source at a time: while the switch speaks nothing is relayed to it. So a change from one to
/// the other is to the end what RFC 3550 §8.2 describes, another source, and never a jump within one; RTCP of the ends stays true.
/// </remarks>
public sealed partial class MediaStream : IVoiceLine
{
    private Voice? _voice;
    private VoiceFormat? _voiceFormat;
    private StreamKeys? _keys;
    private StreamReports? _reports;

    /// <inheritdoc/>
    bool IVoiceLine.IsOpen => _direction.HasFlag(MediaDirection.Send);

    private bool IsSpeaking => _voice is { IsSpeaking: true };

    /// <summary>How the switch itself speaks to the end, as negotiated; null, as at first, where it cannot. What is being said goes on in it.</summary>
    public void SetVoiceFormat(VoiceFormat? format) => _commands.Add(
        static (stream, state) =>
        {
            if (stream._isClosed) return;
            stream._voiceFormat = (VoiceFormat?)state;
            stream.OpenVoice();
        },
        format);

    /// <summary>
    /// Plays <paramref name="sounds"/> to the end, one right behind the other, in place of what is being said. <paramref name="ended"/> is called exactly once, on the
    /// stream's media worker: when the last packet has been sent, or it was stopped, or cannot be. While the end is on hold time goes on
    /// and nothing is sent.
    /// </summary>
    public Playback Play(IReadOnlyList<EncodedAudio> sounds, Action<Utterance, UtteranceEnd>? ended = null, object? state = null)
    {
        var playback = new Playback(sounds, ended, state);
        Say(playback);
        return playback;
    }

    /// <summary>
    /// Sends <paramref name="keys"/> (1 to 64 of <c>0-9 * # A-D</c>) to the end as telephone events, in place of what is being said; otherwise as
    /// <see cref="Play"/>. Throws <see cref="ArgumentException"/> where there is something else among them.
    /// </summary>
    public KeySequence SendKeys(
        string keys, KeyTimes? times = null, Action<Utterance, UtteranceEnd>? ended = null, object? state = null)
    {
        var sequence = new KeySequence(keys, times ?? KeyTimes.Default, ended, state);
        Say(sequence);
        return sequence;
    }

    /// <summary>Silences what is being said; with <paramref name="only"/> no other.</summary>
    public void StopSpeaking(Utterance? only = null) =>
        _commands.Add(static (stream, state) => stream._voice?.Cease(UtteranceEnd.Stopped, (Utterance?)state), only);

    /// <summary>
    /// Has <paramref name="listener"/> told, on the stream's media worker, of the keys that the end presses: by telephone events (RFC 4733), also while it is connected, and where it has agreed on none by their sound,
    /// while it is not. They are relayed all the same. Null for nobody.
    /// </summary>
    public void SetKeyListener(IKeyListener? listener) => _commands.Add(
        static (stream, state) =>
        {
            stream._keys?.Release();
            stream._keyListener = stream._isClosed ? null : (IKeyListener?)state;
            stream._keys = stream._keyListener is { } to ? new StreamKeys(stream, to) : null;
            stream.ListenForSoundingKeys();
        },
        listener);

    /// <inheritdoc/>
    unsafe void IVoiceLine.Send(byte* packet, int length) => _rtp.Send(packet, length);

    /// <inheritdoc/>
    void IVoiceLine.Prefetch() => Processor.Prefetch(_rtp);

    /// <inheritdoc/>
    void IVoiceLine.OnSpeaking() => _other?.RouteMedia();

    private void Say(Utterance utterance) => _commands.Add(static (stream, state) => stream.SayNow((Utterance)state!), utterance);

    private void SayNow(Utterance utterance)
    {
        if (_isClosed)
        {
            utterance.End(UtteranceEnd.Closed);
            return;
        }

        if (_voice is not { } voice)
        {
            utterance.End(UtteranceEnd.Impossible);
            return;
        }

        LeaveSsrcToOthers(voice);
        voice.Say(utterance);
    }

    /// <summary>The switch takes part in the stream's session from the first format on.</summary>
    private void OpenVoice()
    {
        if (_voice is null && _voiceFormat is not null)
        {
            _voice = new Voice(this, _relay.Random);
            _reports = new StreamReports(this, _relay.Random);
            if (_isAttached)
            {
                _voice.Attach(_home.Clock);
                _reports.Attach(_home.Worker);
            }
        }

        ApplyVoiceFormat();
    }

    private void LeaveSsrcToOthers(Voice voice)
    {
        while (voice.Ssrc == _reception.Ssrc || voice.Ssrc == _other?._reception.Ssrc) voice.LeaveSsrc();
    }

    /// <summary>It is time for a report of ours, unless the end hears those of another one.</summary>
    internal void Report(StreamReports reports)
    {
        if (_voice is not { Format: not null } voice || (_other is not null && !voice.IsSpeaking)) return;
        LeaveSsrcToOthers(voice);
        var now = _relay.Clock.GetElapsedTime(0, _home.Now);
        var sender = voice.Describe(StreamReports.ToNtp(_relay.Clock.GetUtcNow()));
        _roundTrip.OnSent(sender.MiddleOfNtp, now);
        reports.Send(_multiplexed ? _rtp : _rtcp, voice.Ssrc, sender, reports.Hear(_reception, now));
    }

    private void ApplyVoiceFormat()
    {
        if (_voice is { } voice) voice.Format = _protocol == MediaProtocol.Rtp ? _voiceFormat : null;
    }

    private void CloseVoice()
    {
        _voice?.Cease(UtteranceEnd.Closed);
        _voice?.Detach();
        _reports?.Detach();
        _keys?.Release();
        _keys = null;
        _keyListener = null;
        ListenForSoundingKeys();
    }

    private void ListenForKeys(StreamKeys keys, in RtpHeader header, ReadOnlySpan<byte> packet)
    {
        if (_protocol != MediaProtocol.Rtp) return;
        var clockRate = _reception.Formats.EventClockRate(header.PayloadType);
        if (clockRate != 0) keys.OnPacket(header, packet, clockRate);
    }
}
