namespace Softswitch.Media;

/// <summary>How the switch itself sends to a stream's end, as negotiated. Immutable.</summary>
public sealed class VoiceFormat
{
    /// <summary>The longest payload that is sent, bytes; with all headers it stays below an Ethernet frame.</summary>
    public const int MostPayload = 1400;

    private readonly byte[] _silence;

    /// <summary>Throws <see cref="ArgumentException"/> for values out of range, and where a packet would be longer than <see cref="MostPayload"/>.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="payloadType">Its payload type, 0 to 127.</param>
    /// <param name="packetMilliseconds">Sound in a packet: 10, 20, 30, 40, 50 or 60 ms; 20 of a codec that codes frames.</param>
    /// <param name="keyPayloadType">Payload type of telephone events at the codec's clock rate, or null where the end takes none.</param>
    public VoiceFormat(AudioCodec codec, byte payloadType, int packetMilliseconds = 20, byte? keyPayloadType = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadType, 127);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyPayloadType ?? 0, 127, nameof(keyPayloadType));
        Ticks = Math.DivRem(packetMilliseconds, MediaClock.PeriodMilliseconds, out var rest);
        if (rest != 0 || Ticks is < 1 or > MediaClock.MostTicks)
            throw new ArgumentOutOfRangeException(nameof(packetMilliseconds), packetMilliseconds, "expected 10, 20, 30, 40, 50 or 60");
        if (codec.BytesPerSample == 0 && packetMilliseconds != EncodedAudio.FrameMilliseconds)
            throw new ArgumentOutOfRangeException(nameof(packetMilliseconds), packetMilliseconds, $"{codec} is sent in frames of {EncodedAudio.FrameMilliseconds} ms");
        Codec = codec;
        PayloadType = payloadType;
        KeyPayloadType = keyPayloadType;
        SamplesPerPacket = Samples(codec, packetMilliseconds);
        if (SamplesPerPacket * codec.BytesPerSample > MostPayload)
            throw new ArgumentException($"{packetMilliseconds} ms of {codec} do not fit into {MostPayload} bytes", nameof(packetMilliseconds));
        _silence = new byte[SamplesPerPacket * codec.BytesPerSample];
        if (_silence.Length > 0) _ = codec.NewEncoder().Encode(new short[SamplesPerPacket], _silence);
    }

    /// <summary>The codec.</summary>
    public AudioCodec Codec { get; }

    /// <summary>Payload type of the codec.</summary>
    public byte PayloadType { get; }

    /// <summary>Payload type of telephone events, or null.</summary>
    public byte? KeyPayloadType { get; }

    /// <summary>Samples in a packet.</summary>
    public int SamplesPerPacket { get; }

    /// <summary>Ticks of the clock from one packet to the next.</summary>
    internal int Ticks { get; }

    /// <summary>The payload of a packet of silence; empty of a codec that codes frames.</summary>
    internal ReadOnlySpan<byte> Silence => _silence;

    /// <summary>
    /// The first of an end's formats that we have a codec for, in the end's order, with telephone events of the same clock where it takes them. Null
    /// where there is none.
    /// </summary>
    public static VoiceFormat? Choose(PayloadFormats formats, int packetMilliseconds = 20)
    {
        foreach (var format in formats.Own)
        {
            if (Find(format.Name, format.ClockRate, packetMilliseconds, out var milliseconds) is not { } codec) continue;
            var keys = formats.Own.FirstOrDefault(other => other.IsTelephoneEvent && other.ClockRate == format.ClockRate);
            return new VoiceFormat(codec, format.Type, milliseconds, keys?.Type);
        }

        return null;
    }

    /// <summary>Whether the switch speaks an encoding, by its name and clock rate as SDP gives them.</summary>
    public static bool Speaks(string name, int clockRate) => Find(name, clockRate, EncodedAudio.FrameMilliseconds, out _) is not null;

    private static AudioCodec? Find(string name, int clockRate, int wanted, out int milliseconds)
    {
        milliseconds = wanted;
        if (AudioCodec.Find(name, clockRate) is not { IsAvailable: true } codec) return null;
        if (codec.BytesPerSample == 0) milliseconds = EncodedAudio.FrameMilliseconds;
        return Samples(codec, milliseconds) * codec.BytesPerSample <= MostPayload ? codec : null;
    }

    private static int Samples(AudioCodec codec, int milliseconds) => codec.SampleRate * milliseconds / 1000;
}
