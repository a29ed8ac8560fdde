namespace Softswitch.Sip.Sdp;

/// <summary>
/// Joins two parties that have both offered, each to somebody else: of two offers it makes the two answers. What both know by the same
/// payload type is left, in the order of the first; a number that stands for different codecs is dropped, for no relay translates it.
/// </summary>
/// <remarks>
/// Streams are matched by their places, which a relay needs and phones keep to (audio first). Only plain RTP matches: the keys of SRTP
/// (RFC 4568, RFC 5763) and the candidates of ICE answer one offer each and cannot be taken from another. Attributes that an answer must
/// not have unless its offer had them are left out; those that describe a codec or the transport stay.
/// </remarks>
public static class OfferMatch
{
    private static readonly string[] NoSpeech = ["telephone-event", "CN", "red", "tone"];

    /// <summary>
    /// Makes the answer to each offer in the words of the other one. False where the two have no audio codec in common, or one of them
    /// is no usable description.
    /// </summary>
    /// <param name="first">An offer; its order of codecs counts.</param>
    /// <param name="second">The other one.</param>
    /// <param name="toFirst">The answer for the writer of <paramref name="first"/>; empty where there is none.</param>
    /// <param name="toSecond">The answer for the writer of <paramref name="second"/>.</param>
    public static bool TryAnswer(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out byte[] toFirst, out byte[] toSecond)
    {
        toFirst = toSecond = [];
        var firsts = new SdpStream[SdpLimits.MediaCount];
        var seconds = new SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(first, firsts, out var firstCount, out _) || !SdpScanner.TryScan(second, seconds, out var secondCount, out _)) return false;

        var matches = new SdpCodec[Math.Max(firstCount, secondCount)][];
        var hasAudio = false;
        for (var i = 0; i < matches.Length; i++)
        {
            matches[i] = i < firstCount && i < secondCount ? Common(first, firsts[i], second, seconds[i]) : [];
            hasAudio |= matches[i].Length > 0 && firsts[i].Kind == MediaKind.Audio;
        }

        if (!hasAudio) return false;
        toFirst = Write(first, firsts.AsSpan(0, firstCount), second, seconds, matches);
        toSecond = Write(second, seconds.AsSpan(0, secondCount), first, firsts, matches);
        return true;
    }

    private static SdpCodec[] Common(ReadOnlySpan<byte> first, in SdpStream one, ReadOnlySpan<byte> second, in SdpStream other)
    {
        if (one.IsRejected || other.IsRejected || one.Kind != other.Kind) return [];
        var section = one.Section(first);
        var otherSection = other.Section(second);
        var protocol = MediaOf(section).Protocol;
        if (!protocol.SequenceEqual(MediaOf(otherSection).Protocol) || !(protocol.SequenceEqual("RTP/AVP"u8) || protocol.SequenceEqual("RTP/AVPF"u8))) return [];
        var others = SdpCodecs.Read(otherSection);
        var common = Array.FindAll(
            SdpCodecs.Read(section),
            codec => Array.Exists(others, known => known.PayloadType == codec.PayloadType && known.IsSameEncoding(codec)));
        return Array.Exists(common, codec => !NoSpeech.Contains(codec.Name, StringComparer.OrdinalIgnoreCase)) ? common : [];
    }

    /// <summary>The answer to <paramref name="offer"/> that the writer of <paramref name="source"/> would have given.</summary>
    private static byte[] Write(ReadOnlySpan<byte> offer, ReadOnlySpan<SdpStream> offered, ReadOnlySpan<byte> source, ReadOnlySpan<SdpStream> sources, SdpCodec[][] matches)
    {
        var writer = new SipWriter();
        var session = new SdpLineReader(source[..sources[0].Start]);
        while (session.Read())
        {
            if (session.Type is (byte)'v' or (byte)'o' or (byte)'s' or (byte)'c' or (byte)'t') Copy(writer, session);
        }

        for (var i = 0; i < offered.Length; i++)
        {
            if (matches[i].Length == 0) WriteRejected(writer, MediaOf(offered[i].Section(offer)));
            else WriteStream(writer, offered[i], sources[i], sources[i].Section(source), matches[i]);
        }

        return writer.Written.ToArray();
    }

    private static void WriteStream(SipWriter writer, in SdpStream offered, in SdpStream source, ReadOnlySpan<byte> section, SdpCodec[] codecs)
    {
        var lines = new SdpLineReader(section);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var media);
        writer.Text("m="u8).Text(media.Kind).Text(" "u8).Number(media.Port).Text(" "u8).Text(media.Protocol);
        foreach (var codec in codecs) writer.Text(" "u8).Number(codec.PayloadType);
        writer.Text("\r\n"u8);
        while (lines.Read())
        {
            if (lines.Type is (byte)'c' or (byte)'b' || (lines.Type == 'a' && Stays(lines.Value, offered, codecs))) Copy(writer, lines);
        }

        writer.Text("a="u8).Text(NameOf(source.Direction & offered.Direction.Reversed())).Text("\r\n"u8);
    }

    private static bool Stays(ReadOnlySpan<byte> attribute, in SdpStream offered, SdpCodec[] codecs)
    {
        var name = SdpAttributes.NameOf(attribute);
        var value = SdpAttributes.ValueOf(attribute);
        if (name.SequenceEqual("rtpmap"u8) || name.SequenceEqual("fmtp"u8) || name.SequenceEqual("rtcp-fb"u8))
        {
            var format = SdpSyntax.NextField(ref value);
            return format.SequenceEqual("*"u8) || (SdpSyntax.TryNumber(format, out var number) && Array.Exists(codecs, codec => codec.PayloadType == number));
        }

        if (name.SequenceEqual("rtcp-mux"u8)) return offered.RtcpMux;
        return name.SequenceEqual("ptime"u8) || name.SequenceEqual("maxptime"u8) || name.SequenceEqual("rtcp"u8);
    }

    private static SdpMediaLine MediaOf(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var media);
        return media;
    }

    private static void WriteRejected(SipWriter writer, in SdpMediaLine media) =>
        writer.Text("m="u8).Text(media.Kind).Text(" 0 "u8).Text(media.Protocol).Text(" "u8).Text(media.Formats).Text("\r\n"u8);

    private static void Copy(SipWriter writer, in SdpLineReader line) => writer.Text([line.Type, (byte)'=']).Text(line.Value).Text("\r\n"u8);

    private static ReadOnlySpan<byte> NameOf(MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly"u8,
        MediaDirection.RecvOnly => "recvonly"u8,
        MediaDirection.Inactive => "inactive"u8,
        _ => "sendrecv"u8,
    };
}
