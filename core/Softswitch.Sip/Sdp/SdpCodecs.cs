using System.Text;

namespace Softswitch.Sip.Sdp;

/// <summary>The codecs of a media description: its payload types with their <c>a=rtpmap</c>, else the static ones of RFC 3551 §6.</summary>
public static class SdpCodecs
{
    private static readonly SdpCodec[] Static =
    [
        new(0, "PCMU", 8000), new(3, "GSM", 8000), new(4, "G723", 8000), new(5, "DVI4", 8000), new(6, "DVI4", 16000),
        new(7, "LPC", 8000), new(8, "PCMA", 8000), new(9, "G722", 8000), new(10, "L16", 44100, 2), new(11, "L16", 44100),
        new(12, "QCELP", 8000), new(13, "CN", 8000), new(14, "MPA", 90000), new(15, "G728", 8000), new(16, "DVI4", 11025),
        new(17, "DVI4", 22050), new(18, "G729", 8000), new(25, "CelB", 90000), new(26, "JPEG", 90000), new(28, "nv", 90000),
        new(31, "H261", 90000), new(32, "MPV", 90000), new(33, "MP2T", 90000), new(34, "H263", 90000),
    ];

    // Names met on every call are not made into strings anew.
    private static readonly string[] WellKnown =
    [
        "PCMU", "PCMA", "G722", "G729", "GSM", "opus", "telephone-event", "CN", "speex", "iLBC", "H264", "VP8", "red", "rtx", "ulpfec", "AMR", "AMR-WB",
    ];

    /// <summary>Reads the codecs of one media description in order of preference; empty for one that is not RTP.</summary>
    /// <param name="section">The media description from its <c>m=</c> line (<see cref="SdpStream.Section"/>).</param>
    public static SdpCodec[] Read(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        if (!lines.Read() || lines.Type != 'm' || !SdpSyntax.TryMedia(lines.Value, out var media) || !SdpSyntax.IsRtp(media.Protocol)) return [];

        Span<byte> payloadTypes = stackalloc byte[128];
        var count = 0;
        var formats = media.Formats;
        while (!formats.IsEmpty && count < payloadTypes.Length)
        {
            if (!SdpSyntax.TryNumber(SdpSyntax.NextField(ref formats), out var payloadType) || payloadType > 127) continue;
            payloadTypes[count++] = (byte)payloadType;
        }

        var codecs = new SdpCodec[count];
        for (var i = 0; i < count; i++) codecs[i] = StaticOf(payloadTypes[i]);
        while (lines.Read())
        {
            if (lines.Type != 'a') continue;
            if (SdpAttributes.Classify(SdpAttributes.NameOf(lines.Value)) != SdpAttribute.Rtpmap) continue;
            if (!TryRtpmap(SdpAttributes.ValueOf(lines.Value), out var mapped)) continue;
            foreach (ref var codec in codecs.AsSpan())
            {
                if (codec.PayloadType == mapped.PayloadType) codec = mapped;
            }
        }

        return codecs;
    }

    /// <summary>The parameters (<c>a=fmtp</c>) of a payload type; false when it has none.</summary>
    public static bool TryGetParameters(ReadOnlySpan<byte> section, byte payloadType, out ReadOnlySpan<byte> parameters)
    {
        var lines = new SdpLineReader(section);
        while (lines.Read())
        {
            if (lines.Type != 'a') continue;
            if (SdpAttributes.Classify(SdpAttributes.NameOf(lines.Value)) != SdpAttribute.Fmtp) continue;
            var rest = SdpAttributes.ValueOf(lines.Value);
            if (!SdpSyntax.TryNumber(SdpSyntax.NextField(ref rest), out var number) || number != payloadType) continue;
            parameters = rest.Trim((byte)' ');
            return true;
        }

        parameters = default;
        return false;
    }

    private static SdpCodec StaticOf(byte payloadType)
    {
        foreach (ref readonly var codec in Static.AsSpan())
        {
            if (codec.PayloadType == payloadType) return codec;
        }

        return new SdpCodec(payloadType, "", 0);
    }

    /// <summary><c>97 opus/48000/2</c>.</summary>
    private static bool TryRtpmap(ReadOnlySpan<byte> value, out SdpCodec codec)
    {
        codec = default;
        if (!SdpSyntax.TryNumber(SdpSyntax.NextField(ref value), out var payloadType) || payloadType > 127) return false;
        var encoding = value.Trim((byte)' ');
        var slash = encoding.IndexOf((byte)'/');
        if (slash <= 0) return false;
        var name = encoding[..slash];
        var rate = encoding[(slash + 1)..];
        uint channels = 1;
        slash = rate.IndexOf((byte)'/');
        if (slash >= 0)
        {
            // Video and text may have other parameters in this place.
            if (!SdpSyntax.TryNumber(rate[(slash + 1)..], out channels) || channels is 0 or > 255) channels = 1;
            rate = rate[..slash];
        }

        if (!SdpSyntax.TryNumber(rate, out var clockRate) || clockRate is 0 or > 1_000_000_000) return false;
        codec = new SdpCodec((byte)payloadType, NameOf(name), (int)clockRate, (int)channels);
        return true;
    }

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        foreach (var known in WellKnown)
        {
            if (Ascii.Equals(name, known)) return known;
        }

        return Encoding.UTF8.GetString(name);
    }
}
