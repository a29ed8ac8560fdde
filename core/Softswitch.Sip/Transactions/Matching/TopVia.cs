using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The first Via of a request as the transaction layer needs it: whose transaction it is, and where its response goes
/// (RFC 3261 §18.2, RFC 3581).
/// </summary>
internal readonly ref struct TopVia
{
    private readonly Via _via;

    // What follows after a comma in the same header field.
    private readonly ReadOnlySpan<byte> _rest;

    private TopVia(Via via, ReadOnlySpan<byte> rest)
    {
        _via = via;
        _rest = rest;
    }

    /// <summary>The branch, empty where there is none.</summary>
    public ReadOnlySpan<byte> Branch => _via.Branch;

    /// <summary>Whether the branch names one transaction. A cookie and nothing after it does not (RFC 4475 §3.3.15).</summary>
    public bool HasUniqueBranch => _via.HasUniqueBranch;

    /// <summary>Host of sent-by.</summary>
    public ReadOnlySpan<byte> Host => _via.Host;

    /// <summary>Port of sent-by, or 0 where none is written.</summary>
    public int Port => _via.Port;

    /// <summary>The parameters as written.</summary>
    public ReadOnlySpan<byte> Parameters => _via.Parameters;

    /// <summary>Reads the value of a message's first Via header field; false where it cannot be made out.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, out TopVia top)
    {
        var comma = HeaderSyntax.IndexOfComma(field);
        var isRead = Via.TryParse(comma < 0 ? field : field[..comma], out var via) && HeaderSyntax.EqualsIgnoreCase(via.Protocol, "SIP"u8);
        top = isRead ? new TopVia(via, comma < 0 ? default : HeaderSyntax.Trim(field[(comma + 1)..])) : default;
        return isRead;
    }

    /// <summary>Writes the Via for a response: with where the request really came from (§18.2.1, RFC 3581 §4), and all after the comma.</summary>
    public void WriteReceived(SipWriter writer, in NetAddress source)
    {
        writer.Begin(HeaderName.Via).Text("SIP/"u8).Text(_via.Version).Text("/"u8).Text(_via.Transport).Text(" "u8).Text(Host);
        if (Port > 0) writer.Text(":"u8).Number(Port);
        foreach (var parameter in HeaderSyntax.Parameters(Parameters))
        {
            if (parameter.Is("received"u8) || parameter.Is("rport"u8)) continue;
            writer.Text(";"u8).Text(parameter.Name);
            if (!parameter.Value.IsEmpty) writer.Text("="u8).Text(parameter.Value);
        }

        Span<byte> text = stackalloc byte[48];
        var address = text[..source.WriteHost(text)];
        if (_via.HasRport || !address.SequenceEqual(Host.Trim("[]"u8))) writer.Text(";received="u8).Text(address);
        if (_via.HasRport) writer.Text(";rport="u8).Number(source.Port);
        if (!_rest.IsEmpty) writer.Text(", "u8).Text(_rest);
        writer.End();
    }

    /// <summary>Where the response goes (§18.2.2): the connection it came by; else maddr, the source port for rport, or the port of sent-by.</summary>
    public SipPeer ReplyTo(in SipPeer source)
    {
        if (source.IsReliable) return source;
        if (!_via.Maddr.IsEmpty && NetAddress.TryParse(_via.Maddr, SentByPort(source), out var multicast)) return source with { Remote = multicast };
        return _via.HasRport ? source : source with { Remote = source.Remote.WithPort(SentByPort(source)) };
    }

    /// <summary>The port of sent-by or the transport's own.</summary>
    public ushort SentByPort(in SipPeer source) => Port > 0 ? (ushort)Port : source.IsSecure ? (ushort)5061 : (ushort)5060;
}
