using System.Text;
using Softswitch.Media;
using Softswitch.Sip.Sdp;
using MediaDirection = Softswitch.Sip.Sdp.MediaDirection;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// Descriptions of the switch itself, as of one more party: plain audio in the codecs that it plays and telephone events. Their addresses are those of nobody:
/// the caller's media puts its own in their place. Not on the way of a call that is only bridged.
/// </summary>
internal static class SwitchDescription
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    private const string Offered = Head + "m=audio 9 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n";

    /// <summary>An offer; to somebody who was told of more streams before, these are ended in it (RFC 3264 §8.2).</summary>
    public static byte[] Offer(byte[]? told)
    {
        var editor = new SdpEditor();
        return editor.TryOpen(Encoding.ASCII.GetBytes(Offered), told, out _) ? editor.Written.ToArray() : Encoding.ASCII.GetBytes(Offered);
    }

    /// <summary>The answer to an offer: its first audio stream in what both know, in the offer's own order and numbers. Null where there is none.</summary>
    public static byte[]? Answer(ReadOnlySpan<byte> offer)
    {
        var streams = new SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(offer, streams, out var count, out _)) return null;
        var answer = new StringBuilder(Head);
        var hasAudio = false;
        for (var i = 0; i < count; i++)
        {
            var section = streams[i].Section(offer);
            var codecs = hasAudio || streams[i].IsRejected || streams[i].Kind != MediaKind.Audio || !IsPlain(section) ? [] : Known(SdpCodecs.Read(section));
            if (codecs.Length == 0)
            {
                WriteRejected(answer, section);
                continue;
            }

            hasAudio = true;
            Write(answer, section, codecs, streams[i].Direction.Reversed());
        }

        return hasAudio ? Encoding.ASCII.GetBytes(answer.ToString()) : null;
    }

    /// <summary>How the switch speaks to a party with this description that was told the other: in the first codec of both. Null where it has none of them.</summary>
    public static VoiceFormat? FormatFor(ReadOnlySpan<byte> description, ReadOnlySpan<byte> told)
    {
        if (FirstAudio(told) is not { } mine || FirstAudio(description) is not { } theirs) return null;
        var formats = theirs.Where(codec => (IsSpoken(codec) || IsKeys(codec)) && Array.Exists(mine, known => known.PayloadType == codec.PayloadType && known.IsSameEncoding(codec)));
        return VoiceFormat.Choose(new PayloadFormats(formats.Where(codec => codec.ClockRate > 0).Select(codec => new PayloadFormat(codec.PayloadType, codec.Name, codec.ClockRate))));
    }

    /// <summary>Whether somebody who was told <paramref name="told"/> may go on as before when they are connected with who described themselves so: the same streams, the same codecs.</summary>
    public static bool Agrees(ReadOnlySpan<byte> told, ReadOnlySpan<byte> description)
    {
        var ones = new SdpStream[SdpLimits.MediaCount];
        var others = new SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(told, ones, out var oneCount, out _) || !SdpScanner.TryScan(description, others, out var otherCount, out _)) return false;
        for (var i = 0; i < Math.Max(oneCount, otherCount); i++)
        {
            var isOff = i >= oneCount || ones[i].IsRejected;
            if (isOff != (i >= otherCount || others[i].IsRejected)) return false;
            if (!isOff && !AreSame(told, ones[i], description, others[i])) return false;
        }

        return true;
    }

    private static bool AreSame(ReadOnlySpan<byte> one, in SdpStream oneStream, ReadOnlySpan<byte> other, in SdpStream otherStream)
    {
        if (oneStream.Kind != otherStream.Kind || oneStream.Direction != otherStream.Direction) return false;
        var codecs = SdpCodecs.Read(oneStream.Section(one));
        var others = SdpCodecs.Read(otherStream.Section(other));
        return codecs.Length == others.Length && Array.TrueForAll(codecs, codec => Array.Exists(others, known => known.PayloadType == codec.PayloadType && known.IsSameEncoding(codec)));
    }

    private static SdpCodec[]? FirstAudio(ReadOnlySpan<byte> description)
    {
        var streams = new SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(description, streams, out var count, out _)) return null;
        for (var i = 0; i < count; i++)
        {
            if (streams[i] is { Kind: MediaKind.Audio, IsRejected: false } && IsPlain(streams[i].Section(description))) return SdpCodecs.Read(streams[i].Section(description));
        }

        return null;
    }

    private static bool IsPlain(ReadOnlySpan<byte> section)
    {
        var line = MediaLine(section);
        return line.IndexOf(" RTP/AVP "u8) >= 0 || line.IndexOf(" RTP/AVPF "u8) >= 0;
    }

    /// <summary>What the switch speaks of an offer's codecs, and telephone events at the same clock; none where there is no speech among them.</summary>
    private static SdpCodec[] Known(SdpCodec[] offered)
    {
        var speech = Array.FindAll(offered, IsSpoken);
        if (speech.Length == 0) return [];
        var keys = Array.FindAll(offered, IsKeys);
        // RFC 4733 §2.1: of the clock rate of the speech. Some phones know none but 8000, whatever they speak; theirs are heard all the same.
        var fitting = Array.FindAll(keys, codec => Array.Exists(speech, spoken => spoken.ClockRate == codec.ClockRate));
        return [.. speech, .. fitting.Length > 0 ? fitting : keys];
    }

    /// <summary>Opus has two channels in SDP, however many are sent (RFC 7587 §7).</summary>
    private static bool IsSpoken(SdpCodec codec) =>
        codec.Channels == (codec.Name.Equals(AudioCodec.Opus.Name, StringComparison.OrdinalIgnoreCase) ? 2 : 1) && VoiceFormat.Speaks(codec.Name, codec.ClockRate);

    private static bool IsKeys(SdpCodec codec) => codec.Channels == 1 && codec.Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    private static void Write(StringBuilder answer, ReadOnlySpan<byte> section, SdpCodec[] codecs, MediaDirection direction)
    {
        answer.Append("m=audio 9 ").Append(MediaLine(section).IndexOf(" RTP/AVPF "u8) >= 0 ? "RTP/AVPF" : "RTP/AVP");
        foreach (var codec in codecs) answer.Append(' ').Append(codec.PayloadType);
        answer.Append("\r\n");
        foreach (var codec in codecs)
        {
            answer.Append("a=rtpmap:").Append(codec.PayloadType).Append(' ').Append(codec.Name).Append('/').Append(codec.ClockRate).Append(codec.Channels == 1 ? "\r\n" : $"/{codec.Channels}\r\n");
            if (IsKeys(codec)) answer.Append("a=fmtp:").Append(codec.PayloadType).Append(" 0-15\r\n");
        }

        answer.Append("a=ptime:20\r\na=").Append(direction switch
        {
            MediaDirection.SendOnly => "sendonly",
            MediaDirection.RecvOnly => "recvonly",
            MediaDirection.Inactive => "inactive",
            _ => "sendrecv",
        }).Append("\r\n");
    }

    private static void WriteRejected(StringBuilder answer, ReadOnlySpan<byte> section)
    {
        // m=kind port protocol formats: the port becomes 0.
        var parts = Encoding.ASCII.GetString(MediaLine(section)).Split(' ', 3);
        answer.Append(parts[0]).Append(" 0 ").Append(parts[2]).Append("\r\n");
    }

    private static ReadOnlySpan<byte> MediaLine(ReadOnlySpan<byte> section)
    {
        var end = section.IndexOfAny((byte)'\r', (byte)'\n');
        return end < 0 ? section : section[..end];
    }
}
