using System.Buffers.Text;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The first Via of a message as the transaction layer needs it: whose transaction it is (branch, sent-by), and where its
/// response goes (RFC 3261 §18.2, RFC 3581).
/// </summary>
internal ref struct TopVia
{
    private ReadOnlySpan<byte> _head;
    private ReadOnlySpan<byte> _parameters;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _host;
    private ReadOnlySpan<byte> _maddr;
    private int _port;

    /// <summary>Protocol, host, port and parameters of the first Via, without those that follow after a comma.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Host and port as written, without blanks around them.</summary>
    public ReadOnlySpan<byte> SentBy { get; private set; }

    /// <summary>The branch, empty where there is none.</summary>
    public ReadOnlySpan<byte> Branch { get; private set; }

    /// <summary>Whether the client asks for its port (RFC 3581).</summary>
    public bool HasRport { get; private set; }

    /// <summary>Whether the branch names one transaction of an RFC 3261 client. A cookie and nothing after it does not (RFC 4475 §3.3.15).</summary>
    public readonly bool HasUniqueBranch => Branch.Length > ViaBranch.Cookie.Length && Branch.StartsWith(ViaBranch.Cookie);

    /// <summary>Reads the value of a message's first Via header field; false where it cannot be made out.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, out TopVia via)
    {
        via = default;
        var comma = HeaderSyntax.IndexOfComma(field);
        via.Value = HeaderSyntax.Trim(comma < 0 ? field : field[..comma]);
        via._rest = comma < 0 ? default : HeaderSyntax.Trim(field[(comma + 1)..]);
        var semicolon = via.Value.IndexOf((byte)';');
        via._head = semicolon < 0 ? via.Value : HeaderSyntax.Trim(via.Value[..semicolon]);
        via._parameters = semicolon < 0 ? default : via.Value[(semicolon + 1)..];
        return via.TryReadSentBy() && via.TryReadParameters();
    }

    /// <summary>Writes the Via for a response: with where the request really came from (§18.2.1, RFC 3581 §4), and all after the comma.</summary>
    public readonly void WriteReceived(SipWriter writer, in NetAddress source)
    {
        writer.Begin(HeaderName.Via).Text(_head);
        var left = _parameters;
        while (TryTakeParameter(ref left, out var parameter, out var name, out _))
        {
            if (!IsReceived(name) && !IsRport(name)) writer.Text(";"u8).Text(parameter);
        }

        Span<byte> text = stackalloc byte[48];
        var host = text[..source.WriteHost(text)];
        if (HasRport || !host.SequenceEqual(_host)) writer.Text(";received="u8).Text(host);
        if (HasRport) writer.Text(";rport="u8).Number(source.Port);
        if (!_rest.IsEmpty) writer.Text(", "u8).Text(_rest);
        writer.End();
    }

    /// <summary>Where the response goes (§18.2.2): the connection it came by; else maddr, the source port for rport, or the port of sent-by.</summary>
    public readonly SipPeer ReplyTo(in SipPeer source)
    {
        if (source.IsReliable) return source;
        if (!_maddr.IsEmpty && NetAddress.TryParse(_maddr, SentByPort(source), out var multicast)) return source with { Remote = multicast };
        return HasRport ? source : source with { Remote = source.Remote.WithPort(SentByPort(source)) };
    }

    /// <summary>The port of sent-by or the transport's own.</summary>
    public readonly ushort SentByPort(in SipPeer source) => _port > 0 ? (ushort)_port : source.IsSecure ? (ushort)5061 : (ushort)5060;

    private bool TryReadSentBy()
    {
        // sent-protocol is name / version / transport, with blanks allowed at the slashes (§25.1).
        var slash = _head.IndexOf((byte)'/');
        if (slash < 0 || !HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(_head[..slash]), "SIP"u8)) return false;
        var next = _head[(slash + 1)..].IndexOf((byte)'/');
        if (next < 0) return false;
        var transport = HeaderSyntax.Trim(_head[(slash + next + 2)..]);
        var blank = transport.IndexOfAny((byte)' ', (byte)'\t');
        if (blank < 0) return false;
        SentBy = HeaderSyntax.Trim(transport[blank..]);
        if (SentBy.IsEmpty) return false;
        var colon = SentBy.LastIndexOf((byte)':');
        if (colon < SentBy.LastIndexOf((byte)']')) colon = -1;
        _host = HeaderSyntax.Trim(colon < 0 ? SentBy : SentBy[..colon]);
        if (_host.Length > 2 && _host[0] == '[') _host = _host[1..^1];
        if (colon < 0) return !_host.IsEmpty;
        var port = HeaderSyntax.Trim(SentBy[(colon + 1)..]);
        return !_host.IsEmpty && Utf8Parser.TryParse(port, out _port, out var digits) && digits == port.Length && _port is > 0 and <= ushort.MaxValue;
    }

    private bool TryReadParameters()
    {
        var left = _parameters;
        while (TryTakeParameter(ref left, out _, out var name, out var value))
        {
            if (HeaderSyntax.EqualsIgnoreCase(name, "branch"u8)) Branch = value;
            else if (IsRport(name)) HasRport = true;
            else if (HeaderSyntax.EqualsIgnoreCase(name, "maddr"u8)) _maddr = value;
        }

        return true;
    }

    private static bool TryTakeParameter(
        scoped ref ReadOnlySpan<byte> left, out ReadOnlySpan<byte> parameter, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        parameter = name = value = default;
        if (left.IsEmpty) return false;
        var end = HeaderSyntax.IndexOfOutside(left, (byte)';');
        parameter = HeaderSyntax.Trim(end < 0 ? left : left[..end]);
        left = end < 0 ? default : left[(end + 1)..];
        var equals = parameter.IndexOf((byte)'=');
        name = equals < 0 ? parameter : HeaderSyntax.Trim(parameter[..equals]);
        value = equals < 0 ? default : HeaderSyntax.Trim(parameter[(equals + 1)..]);
        return true;
    }

    private static bool IsRport(ReadOnlySpan<byte> name) => HeaderSyntax.EqualsIgnoreCase(name, "rport"u8);

    private static bool IsReceived(ReadOnlySpan<byte> name) => HeaderSyntax.EqualsIgnoreCase(name, "received"u8);
}
