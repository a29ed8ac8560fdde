using Softswitch.Net;

namespace Softswitch.Media.Tests.Voices;

/// <summary>A voice on a clock that is moved by hand, and what its end hears.</summary>
internal sealed unsafe class SpokenLine : IVoiceLine
{
    private readonly ManualClock _time = new(DateTimeOffset.UnixEpoch);

    public SpokenLine(VoiceFormat? format = null, ulong seed = 1)
    {
        Worker = new ManualWorker(_time);
        Clock = new MediaClock(Worker);
        Voice = new Voice(this, new SeededRandomSource(seed)) { Format = format ?? new VoiceFormat(AudioCodec.Pcmu, 0, 20, 101) };
        Voice.Attach(Clock);
    }

    public ManualWorker Worker { get; }

    public MediaClock Clock { get; }

    public Voice Voice { get; }

    public List<SpokenPacket> Heard { get; } = [];

    public List<UtteranceEnd> Ends { get; } = [];

    public bool IsOpen { get; set; } = true;

    public int Changes { get; private set; }

    public bool KeepsPackets { get; set; } = true;

    public void Send(byte* packet, int length)
    {
        if (!KeepsPackets) return;
        var bytes = new ReadOnlySpan<byte>(packet, length);
        Assert.True(RtpHeader.TryRead(bytes, out var header));
        Heard.Add(new SpokenPacket(Worker.Timers.Now, header, RtpHeader.PayloadOf(bytes).ToArray()));
    }

    public void Prefetch()
    {
    }

    public void OnSpeaking() => Changes++;

    public Playback Play(params EncodedAudio[] sounds)
    {
        var playback = new Playback(sounds, (_, end) => Ends.Add(end), state: null);
        Worker.Do(() => Voice.Say(playback));
        return playback;
    }

    public void SendKeys(string keys, KeyTimes? times = null) =>
        Worker.Do(() => Voice.Say(new KeySequence(keys, times ?? KeyTimes.Default, (_, end) => Ends.Add(end), state: null)));

    public void Stop(Utterance? only = null) => Worker.Do(() => Voice.Cease(UtteranceEnd.Stopped, only));

    public void Pass(int milliseconds) => Worker.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The worker does nothing for a while.</summary>
    public void Stall(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A sound of so many milliseconds whose payload bytes all are <paramref name="value"/>.</summary>
    public static EncodedAudio Sound(int milliseconds, byte value = 1, AudioCodec? codec = null)
    {
        codec ??= AudioCodec.Pcmu;
        var bytes = new byte[codec.SampleRate / 1000 * milliseconds * codec.BytesPerSample];
        Array.Fill(bytes, value);
        return new EncodedAudio(codec, bytes);
    }
}

internal sealed record SpokenPacket(long At, RtpHeader Header, byte[] Payload)
{
    /// <summary>Packets of one source, without a gap in their numbers or their time.</summary>
    public static void AssertContinuous(List<SpokenPacket> heard, uint units = 160)
    {
        foreach (var (one, next) in heard.Zip(heard.Skip(1)))
        {
            Assert.Equal(one.Header.Ssrc, next.Header.Ssrc);
            Assert.Equal((ushort)(one.Header.SequenceNumber + 1), next.Header.SequenceNumber);
            Assert.Equal(units, next.Header.Timestamp - one.Header.Timestamp);
        }
    }
}
