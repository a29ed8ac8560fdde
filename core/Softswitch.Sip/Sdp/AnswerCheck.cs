namespace Softswitch.Sip.Sdp;

/// <summary>Holds answers against offers (RFC 3264 §6) and tells what was agreed.</summary>
public static class AnswerCheck
{
    /// <summary>
    /// Judges an answer. Streams must be as many, of the same kinds in the same order, over the same transport (with or
    /// without the feedback of AVPF, which phones confuse), and one that was offered as rejected must stay so. A direction
    /// that claims more than was offered is tolerated: <see cref="MediaDirections.Negotiate"/> cuts it down.
    /// </summary>
    public static AnswerVerdict Judge(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> answer)
    {
        Span<SdpStream> offered = stackalloc SdpStream[SdpLimits.MediaCount];
        Span<SdpStream> answered = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(offer, offered, out var offeredCount, out var error)) return AnswerVerdict.Unusable($"the offer: {error}");
        if (!SdpScanner.TryScan(answer, answered, out var answeredCount, out error)) return AnswerVerdict.Unusable(error.ToString());
        if (offeredCount != answeredCount) return AnswerVerdict.Unusable($"{answeredCount} streams in answer to {offeredCount}");

        var tolerated = "";
        for (var i = 0; i < offeredCount; i++)
        {
            ref readonly var theirs = ref answered[i];
            ref readonly var ours = ref offered[i];
            var offeredMedia = MediaOf(ours.Section(offer));
            var answeredMedia = MediaOf(theirs.Section(answer));
            if (!offeredMedia.Kind.SequenceEqual(answeredMedia.Kind)) return AnswerVerdict.Unusable($"stream {i + 1} is of another kind than offered");
            if (theirs.IsRejected) continue;
            if (ours.IsRejected && !IsBundleOnly(ours.Section(offer))) return AnswerVerdict.Unusable($"stream {i + 1} was offered as rejected");
            if (!IsSameTransport(offeredMedia.Protocol, answeredMedia.Protocol)) return AnswerVerdict.Unusable($"stream {i + 1} is over another transport than offered");
            if (MediaDirections.Negotiate(ours.Direction, theirs.Direction) != theirs.Direction.Reversed()) tolerated = $"stream {i + 1} claims a direction that was not offered";
        }

        return new AnswerVerdict(true, tolerated);
    }

    /// <summary>
    /// The codecs in use on stream <paramref name="index"/> (from 0), in the answerer's order and with the answerer's payload
    /// types: those of its answer that were offered too. Empty when the stream is rejected, missing or no RTP.
    /// </summary>
    public static SdpCodec[] AgreedCodecs(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> answer, int index)
    {
        Span<SdpStream> offered = stackalloc SdpStream[SdpLimits.MediaCount];
        Span<SdpStream> answered = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(offer, offered, out var offeredCount, out _) || !SdpScanner.TryScan(answer, answered, out var answeredCount, out _)) return [];
        if (index < 0 || index >= Math.Min(offeredCount, answeredCount) || answered[index].IsRejected) return [];
        var first = SdpCodecs.Read(offered[index].Section(offer));
        var second = SdpCodecs.Read(answered[index].Section(answer));
        return Array.FindAll(second, codec => Array.Exists(first, other => codec.IsSameEncoding(other) || (codec.Name.Length == 0 && codec.PayloadType == other.PayloadType)));
    }

    private static SdpMediaLine MediaOf(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var media);
        return media;
    }

    /// <summary>A stream of port 0 that shares the port of another one, and is not rejected (RFC 9143 §6).</summary>
    private static bool IsBundleOnly(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        while (lines.Read())
        {
            if (lines.Type == 'a' && SdpAttributes.Classify(SdpAttributes.NameOf(lines.Value)) == SdpAttribute.BundleOnly) return true;
        }

        return false;
    }

    private static bool IsSameTransport(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        System.Text.Ascii.EqualsIgnoreCase(WithoutFeedback(one), WithoutFeedback(other));

    private static ReadOnlySpan<byte> WithoutFeedback(ReadOnlySpan<byte> protocol) =>
        protocol.EndsWith("AVPF"u8) ? protocol[..^1] : protocol;
}
