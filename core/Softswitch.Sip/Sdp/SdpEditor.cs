namespace Softswitch.Sip.Sdp;

/// <summary>
/// Makes offers from descriptions we have sent before: hold, resume, and another peer's streams in the order that a leg
/// began with. The buffer is used again and again; one editor per worker is enough.
/// </summary>
public sealed class SdpEditor
{
    private readonly SipWriter _writer = new();

    /// <summary>The outcome of the last edit, until the next.</summary>
    public ReadOnlySpan<byte> Written => _writer.Written;

    /// <summary>
    /// Changes the direction of every stream: to hold, we stop receiving (sendrecv becomes sendonly, recvonly inactive); to
    /// resume, we receive again (RFC 3264 §8.4). All else stays.
    /// </summary>
    /// <param name="sdp">A description of ours.</param>
    /// <param name="origin">Its new <c>o=</c>; without an address, the one that is there is kept.</param>
    /// <param name="hold">Hold, or resume.</param>
    public void Redirect(ReadOnlySpan<byte> sdp, in SdpOrigin origin, bool hold)
    {
        _writer.Clear();
        Span<SdpStream> streams = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(sdp, streams, out var count, out var error)) throw new ArgumentException(error.ToString(), nameof(sdp));

        WriteSession(sdp[..(count > 0 ? streams[0].Start : sdp.Length)], origin);
        for (var i = 0; i < count; i++)
        {
            ref readonly var stream = ref streams[i];
            var lines = new SdpLineReader(stream.Section(sdp));
            while (lines.Read())
            {
                if (!stream.IsRejected && IsDirection(lines)) continue;
                Copy(lines);
            }

            if (stream.IsRejected) continue;
            var direction = hold ? stream.Direction.Held() : stream.Direction.Resumed();
            _writer.Text("a="u8).Text(direction.Name()).Text("\r\n"u8);
        }
    }

    /// <summary>
    /// Takes every direction out of a description, so that all its streams are sendrecv again: what its writer can do, whatever
    /// hold it was written under. Streams that <paramref name="known"/>, what its reader was told before, has beyond these follow as
    /// rejected ones, for a reader's streams never become fewer (RFC 3264 §8). All else stays, <c>o=</c> too.
    /// </summary>
    public void Open(ReadOnlySpan<byte> sdp, ReadOnlySpan<byte> known = default)
    {
        _writer.Clear();
        Span<SdpStream> streams = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(sdp, streams, out var count, out var error)) throw new ArgumentException(error.ToString(), nameof(sdp));
        var lines = new SdpLineReader(sdp);
        while (lines.Read())
        {
            if (!IsDirection(lines)) Copy(lines);
        }

        if (known.IsEmpty || !SdpScanner.TryScan(known, streams, out var knownCount, out _)) return;
        for (var i = count; i < knownCount; i++) WriteRejected(streams[i].Section(known));
    }

    /// <summary>
    /// Writes <paramref name="source"/> with its media descriptions in the order of <paramref name="template"/>: for each
    /// one there, the first unused of the same kind and transport, else a rejected one; those left over come at the end. So
    /// the number of streams of a leg never shrinks and none changes its kind (RFC 3264 §8).
    /// </summary>
    public void Align(ReadOnlySpan<byte> source, ReadOnlySpan<byte> template, in SdpOrigin origin)
    {
        _writer.Clear();
        Span<SdpStream> found = stackalloc SdpStream[SdpLimits.MediaCount];
        Span<SdpStream> wanted = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(source, found, out var foundCount, out var error)) throw new ArgumentException(error.ToString(), nameof(source));
        var wantedCount = 0;
        if (!template.IsEmpty && !SdpScanner.TryScan(template, wanted, out wantedCount, out error)) throw new ArgumentException(error.ToString(), nameof(template));

        WriteSession(source[..(foundCount > 0 ? found[0].Start : source.Length)], origin);
        var used = 0u;
        foreach (ref readonly var stream in wanted[..wantedCount])
        {
            var match = -1;
            for (var i = 0; i < foundCount && match < 0; i++)
            {
                var isUsed = (used & (1u << i)) != 0;
                if (!isUsed && IsSameMedia(found[i].Section(source), stream.Section(template))) match = i;
            }

            if (match < 0)
            {
                WriteRejected(stream.Section(template));
                continue;
            }

            used |= 1u << match;
            WriteLines(found[match].Section(source));
        }

        for (var i = 0; i < foundCount; i++)
        {
            if ((used & (1u << i)) == 0) WriteLines(found[i].Section(source));
        }
    }

    /// <summary>Whether two descriptions say the same but for their <c>o=</c> lines.</summary>
    public static bool DifferOnlyInOrigin(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        TrySplitAtOrigin(one, out var before, out var after) && TrySplitAtOrigin(other, out var otherBefore, out var otherAfter)
        && before.SequenceEqual(otherBefore) && after.SequenceEqual(otherAfter);

    private static bool TrySplitAtOrigin(ReadOnlySpan<byte> sdp, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
    {
        before = after = default;
        var lines = new SdpLineReader(sdp);
        while (lines.Read())
        {
            if (lines.Type != 'o') continue;
            before = sdp[..lines.Start];
            after = sdp[lines.End..];
            return true;
        }

        return false;
    }

    /// <summary>The session level with our origin; a direction said there is said in each stream from now on.</summary>
    private void WriteSession(ReadOnlySpan<byte> session, in SdpOrigin origin)
    {
        var lines = new SdpLineReader(session);
        while (lines.Read())
        {
            if (lines.Type == 'o') WriteOrigin(lines.Value, origin);
            else Copy(lines);
        }
    }

    private void WriteOrigin(ReadOnlySpan<byte> value, in SdpOrigin origin)
    {
        // The last three fields are the address.
        var address = value.TrimEnd((byte)' ');
        var start = address.Length;
        for (var field = 0; field < 3; field++) start = address[..start].TrimEnd((byte)' ').LastIndexOf((byte)' ');
        _writer.Text("o=- "u8).Number((long)origin.SessionId).Text(" "u8).Number((long)origin.Version).Text(address[start..]).Text("\r\n"u8);
    }

    private void WriteRejected(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var media);
        _writer.Text("m="u8).Text(media.Kind).Text(" 0 "u8).Text(media.Protocol).Text(" "u8).Text(media.Formats).Text("\r\n"u8);
    }

    private void WriteLines(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        while (lines.Read()) Copy(lines);
    }

    private void Copy(in SdpLineReader line) => _writer.Text([line.Type, (byte)'=']).Text(line.Value).Text("\r\n"u8);

    private static bool IsDirection(in SdpLineReader line) =>
        line.Type == 'a' && SdpAttributes.Classify(SdpAttributes.NameOf(line.Value)) == SdpAttribute.Direction;

    private static bool IsSameMedia(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var lines = new SdpLineReader(one);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var first);
        lines = new SdpLineReader(other);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var second);
        return first.Kind.SequenceEqual(second.Kind) && first.Protocol.SequenceEqual(second.Protocol);
    }
}
