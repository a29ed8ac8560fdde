namespace Softswitch.Sip.Sdp;

/// <summary>
/// Makes offers for a new peer from descriptions that were made for another. The buffer is used again and again; one editor
/// per worker is enough.
/// </summary>
public sealed class SdpEditor
{
    private readonly SipWriter _writer = new();

    /// <summary>The outcome of the last edit, until the next.</summary>
    public ReadOnlySpan<byte> Written => _writer.Written;

    /// <summary>
    /// Takes every direction out of a description, so that all its streams are sendrecv again: what its writer can do, whatever
    /// hold it was written under. Streams that <paramref name="known"/>, what its reader was told before, has beyond these follow as
    /// rejected ones, for a reader's streams never become fewer (RFC 3264 §8). All else stays, <c>o=</c> too.
    /// </summary>
    /// <param name="sdp">The description.</param>
    /// <param name="known">What its reader was told before; empty, or not usable, when that is nothing.</param>
    /// <param name="error">What is wrong with <paramref name="sdp"/>, when false is returned.</param>
    public bool TryOpen(ReadOnlySpan<byte> sdp, ReadOnlySpan<byte> known, out SdpError error)
    {
        _writer.Clear();
        Span<SdpStream> streams = stackalloc SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(sdp, streams, out var count, out error)) return false;
        var lines = new SdpLineReader(sdp);
        while (lines.Read())
        {
            if (!IsDirection(lines)) _writer.Text([lines.Type, (byte)'=']).Text(lines.Value).Text("\r\n"u8);
        }

        if (known.IsEmpty || !SdpScanner.TryScan(known, streams, out var knownCount, out _)) return true;
        for (var i = count; i < knownCount; i++) WriteRejected(streams[i].Section(known));
        return true;
    }

    private void WriteRejected(ReadOnlySpan<byte> section)
    {
        var lines = new SdpLineReader(section);
        _ = lines.Read();
        _ = SdpSyntax.TryMedia(lines.Value, out var media);
        _writer.Text("m="u8).Text(media.Kind).Text(" 0 "u8).Text(media.Protocol).Text(" "u8).Text(media.Formats).Text("\r\n"u8);
    }

    private static bool IsDirection(in SdpLineReader line) =>
        line.Type == 'a' && SdpAttributes.Classify(SdpAttributes.NameOf(line.Value)) == SdpAttribute.Direction;
}
