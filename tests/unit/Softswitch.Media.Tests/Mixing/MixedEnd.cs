namespace Softswitch.Media.Tests.Mixing;

/// <summary>An end in a room whose clock is moved by hand: says a tone where it has one, and keeps what it hears.</summary>
internal sealed unsafe class MixedEnd : IStreamEnd, IVoiceLine
{
    private readonly TestRoom _room;
    private readonly IStreamDecoder _decoder;
    private readonly List<short> _heard = [];
    private readonly short[] _decoded = new short[48_000 / 10];
    private readonly short[] _frame;
    private ISoundListener? _listener;
    private long _said;

    public MixedEnd(TestRoom room, AudioCodec codec, int packetMilliseconds)
    {
        _room = room;
        Codec = codec;
        _decoder = codec.NewStreamDecoder();
        _frame = new short[codec.SampleRate / 50];
        Voice = new Voice(this, room.Random) { Format = new VoiceFormat(codec, 96, packetMilliseconds, 101) };
        Voice.Attach(room.Clock);
        Member = new RoomMember(this, MemberRights.All, this);
    }

    public AudioCodec Codec { get; private set; }

    public Voice Voice { get; }

    public RoomMember Member { get; }

    /// <summary>The tone that it says, Hz; 0 for none.</summary>
    public double Tone { get; set; }

    public double Amplitude { get; set; } = 4000;

    public bool KeepsSound { get; set; } = true;

    public int Packets { get; private set; }

    public bool IsListenedTo => _listener is not null;

    public VoiceFormat? Format => Voice.Format;

    public bool IsSpeaking => Voice.IsSpeaking;

    public bool IsOpen { get; set; } = true;

    public short[] Heard => [.. _heard];

    public void Say(Utterance utterance) => Voice.Say(utterance);

    public void Cease(Utterance utterance) => Voice.Cease(UtteranceEnd.Stopped, utterance);

    public void Hear(ISoundListener listener) => _listener = listener;

    public void StopHearing(ISoundListener listener) => _listener = null;

    public void Free(IStreamKeeper keeper)
    {
    }

    public void Send(byte* packet, int length)
    {
        Packets++;
        if (!KeepsSound) return;
        var count = _decoder.Decode(RtpHeader.PayloadOf(new ReadOnlySpan<byte>(packet, length)), _decoded);
        _heard.AddRange(_decoded.AsSpan(0, count));
    }

    public void Prefetch()
    {
    }

    public void OnSpeaking()
    {
    }

    /// <summary>Says 20 ms, or nothing.</summary>
    public void Speak()
    {
        if (_listener is null || Tone == 0) return;
        for (var i = 0; i < _frame.Length; i++) _frame[i] = (short)(Amplitude * Math.Sin(2 * Math.PI * Tone * _said++ / Codec.SampleRate));
        _listener.OnSound(new HeardSound(_frame, Codec.SampleRate, _room.Now));
    }

    public void Forget() => _heard.Clear();

    /// <summary>How loud a tone is in the last 400 ms of what it heard.</summary>
    public double Hears(double tone) => Audio.Sound.Tone(Last(), tone, Codec.SampleRate).Amplitude;

    /// <summary>How loud everything is in the last 400 ms of what it heard.</summary>
    public double Level() => Audio.Sound.Level(Last());

    private short[] Last()
    {
        var samples = Codec.SampleRate * 2 / 5;
        Assert.True(_heard.Count >= samples, $"heard {_heard.Count} samples");
        return [.. _heard.TakeLast(samples)];
    }
}
