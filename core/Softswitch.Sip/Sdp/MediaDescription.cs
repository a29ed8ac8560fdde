using System.Buffers;
using System.Text;

namespace Softswitch.Sip.Sdp;

/// <summary>One media description: an <c>m=</c> line and what belongs to it. Immutable.</summary>
public sealed class MediaDescription
{
    private readonly SdpCodec[] _codecs;

    internal MediaDescription(IReadOnlyList<SdpLine> lines, in SdpStream stream)
    {
        Lines = lines;
        Stream = stream;
        _ = SdpSyntax.TryMedia(lines[0].Value.Span, out var media);
        Type = Encoding.UTF8.GetString(media.Kind);
        Port = media.Port;
        PortCount = media.PortCount;
        Protocol = Encoding.UTF8.GetString(media.Protocol);
        Formats = Encoding.UTF8.GetString(media.Formats).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _codecs = SdpCodecs.Read(Section());
    }

    /// <summary>All lines, the <c>m=</c> line first.</summary>
    public IReadOnlyList<SdpLine> Lines { get; }

    /// <summary>Addresses, direction and what else a relay needs, with what is inherited from the session level.</summary>
    public SdpStream Stream { get; }

    /// <summary>audio, video, image ... as it is written.</summary>
    public string Type { get; }

    /// <summary>0 to 65535; 0 is a rejected stream.</summary>
    public ushort Port { get; }

    /// <summary>Number of port pairs, 1 unless said otherwise.</summary>
    public int PortCount { get; }

    /// <summary><c>RTP/AVP</c>, <c>UDP/TLS/RTP/SAVPF</c>, <c>udptl</c> ...</summary>
    public string Protocol { get; }

    /// <summary>The formats of the <c>m=</c> line: payload types of RTP, <c>t38</c> ...</summary>
    public IReadOnlyList<string> Formats { get; }

    /// <summary>The payload types of RTP with their names; empty for other protocols.</summary>
    public IReadOnlyList<SdpCodec> Codecs => _codecs;

    /// <summary>Packet length in ms, or null.</summary>
    public int? PacketTime => int.TryParse(Attribute("ptime"), out var time) ? time : null;

    /// <summary>Fax over UDPTL (ITU-T T.38 annex D).</summary>
    public bool IsFax => Stream.Kind == MediaKind.Image && Protocol.Equals("udptl", StringComparison.OrdinalIgnoreCase);

    /// <summary>Keys of SDES (RFC 4568), as <c>1 AES_CM_128_HMAC_SHA1_80 inline:...</c>.</summary>
    public IEnumerable<string> Crypto => Attributes("crypto");

    /// <summary>The hash of the DTLS certificate (RFC 8122), as <c>sha-256 AB:CD...</c>, or null.</summary>
    public string? Fingerprint => Attribute("fingerprint");

    /// <summary>The role in DTLS (RFC 4145): <c>actpass</c>, <c>active</c>, <c>passive</c>, or null.</summary>
    public string? Setup => Attribute("setup");

    /// <summary>ICE candidates (RFC 8839), as they are written.</summary>
    public IEnumerable<string> Candidates => Attributes("candidate");

    /// <summary>Bandwidth lines, as <c>AS:128</c>.</summary>
    public IEnumerable<string> Bandwidths => Lines.Where(line => line.Type == 'b').Select(line => Encoding.UTF8.GetString(line.Value.Span));

    /// <summary>The first attribute of that name: its value, empty for a flag, null when there is none.</summary>
    public string? Attribute(string name)
    {
        foreach (var line in Lines)
        {
            if (line.Type == 'a' && line.AttributeName == name) return line.AttributeValue;
        }

        return null;
    }

    /// <summary>The values of all attributes of that name.</summary>
    public IEnumerable<string> Attributes(string name) =>
        Lines.Where(line => line.Type == 'a' && line.AttributeName == name).Select(line => line.AttributeValue);

    /// <summary>The parameters (<c>a=fmtp</c>) of a payload type, or null.</summary>
    public string? Parameters(byte payloadType) =>
        SdpCodecs.TryGetParameters(Section(), payloadType, out var parameters) ? Encoding.UTF8.GetString(parameters) : null;

    private ReadOnlySpan<byte> Section()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var line in Lines)
        {
            buffer.Write([(byte)line.Type, (byte)'=']);
            buffer.Write(line.Value.Span);
            buffer.Write("\r\n"u8);
        }

        return buffer.WrittenSpan;
    }
}
