using System.Buffers;
using System.Text;

namespace Softswitch.Sip.Sdp;

/// <summary>
/// A session description (RFC 8866) as a tree of its lines, each kept byte for byte and in order. For whoever looks into
/// descriptions; what stands on the way of every call is <see cref="SdpScanner"/> and <see cref="SdpRewriter"/>.
/// Immutable.
/// </summary>
public sealed class SessionDescription
{
    private SessionDescription(IReadOnlyList<SdpLine> lines, IReadOnlyList<MediaDescription> media)
    {
        Lines = lines;
        Media = media;
    }

    /// <summary>The lines before the first <c>m=</c>.</summary>
    public IReadOnlyList<SdpLine> Lines { get; }

    /// <summary>The media descriptions.</summary>
    public IReadOnlyList<MediaDescription> Media { get; }

    /// <summary>The <c>o=</c> line's session identity, as text.</summary>
    public string SessionId => SdpSyntax.TryOrigin(ValueOf('o'), out var id, out _) ? Encoding.UTF8.GetString(id) : "";

    /// <summary>The <c>o=</c> line's version, as text.</summary>
    public string Version => SdpSyntax.TryOrigin(ValueOf('o'), out _, out var version) ? Encoding.UTF8.GetString(version) : "";

    /// <summary>Bandwidth lines of the session, as <c>AS:128</c>.</summary>
    public IEnumerable<string> Bandwidths => Lines.Where(line => line.Type == 'b').Select(line => Encoding.UTF8.GetString(line.Value.Span));

    /// <summary>The <c>mid</c>s that are bundled on one port (RFC 9143), one list a group.</summary>
    public IEnumerable<string[]> Bundles => Lines
        .Where(line => line.Type == 'a' && line.AttributeName == "group")
        .Select(line => line.AttributeValue.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is ["BUNDLE", ..])
        .Select(words => words[1..]);

    /// <summary>Reads a description. The bytes are copied.</summary>
    public static bool TryParse(ReadOnlySpan<byte> sdp, out SessionDescription? description, out SdpError error)
    {
        description = null;
        var streams = new SdpStream[SdpLimits.MediaCount];
        if (!SdpScanner.TryScan(sdp, streams, out var count, out error)) return false;

        ReadOnlyMemory<byte> bytes = sdp.ToArray();
        var session = bytes[..(count > 0 ? streams[0].Start : bytes.Length)];
        var media = new MediaDescription[count];
        for (var i = 0; i < count; i++) media[i] = new MediaDescription(ReadLines(bytes[streams[i].Start..streams[i].End]), streams[i]);
        description = new SessionDescription(ReadLines(session), media);
        return true;
    }

    /// <summary>The description's bytes, every line ending in CRLF.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, Lines);
        foreach (var media in Media) Write(buffer, media.Lines);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(ToBytes());

    private static List<SdpLine> ReadLines(ReadOnlyMemory<byte> bytes)
    {
        var lines = new List<SdpLine>();
        var reader = new SdpLineReader(bytes.Span);
        while (reader.Read()) lines.Add(new SdpLine((char)reader.Type, bytes.Slice(reader.Start + 2, reader.Value.Length)));
        return lines;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, IReadOnlyList<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            buffer.Write([(byte)line.Type, (byte)'=']);
            buffer.Write(line.Value.Span);
            buffer.Write("\r\n"u8);
        }
    }

    private ReadOnlySpan<byte> ValueOf(char type)
    {
        foreach (var line in Lines)
        {
            if (line.Type == type) return line.Value.Span;
        }

        return default;
    }
}
