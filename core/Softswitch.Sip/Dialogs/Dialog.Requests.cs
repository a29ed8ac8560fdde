using Softswitch.Net;

namespace Softswitch.Sip;

public sealed partial class Dialog
{
    /// <summary>Request-URI of our requests: the remote target, or a first route that is no loose router (RFC 3261 §12.2.1.1).</summary>
    public ReadOnlySpan<byte> RequestUri =>
        TryGetStrictRouter(out var router, out _) ? router : RemoteTarget;

    /// <summary>Writes From, To, Call-ID, CSeq and Route of a request of ours.</summary>
    public void WriteHeaders(SipWriter writer, SipMethod method, uint cseq)
    {
        writer.Begin(HeaderName.From).Text(LocalParty).Text(";tag="u8).Hex(LocalTag).End();
        writer.Header(HeaderName.To, RemoteParty);
        writer.Header(HeaderName.CallId, CallId);
        writer.Begin(HeaderName.CSeq).Number(cseq).Text(" "u8).Text(SipMethods.NameOf(method)).End();
        if (Routes.IsEmpty) return;
        if (!TryGetStrictRouter(out _, out var rest))
        {
            writer.Header(HeaderName.Route, Routes);
            return;
        }

        writer.Begin(HeaderName.Route);
        if (!rest.IsEmpty) writer.Text(rest).Text(","u8);
        writer.Text("<"u8).Text(RemoteTarget).Text(">"u8).End();
    }

    /// <summary>
    /// Where our requests go. Without a route that is where the peer's messages come from: the Contact of a phone behind NAT cannot be
    /// reached, and that of any other is for when its connection is gone. A first route with an address of its own is followed, unless it is the
    /// neighbour that the dialog's messages come from.
    /// </summary>
    public SipPeer NextHop()
    {
        if (Routes.IsEmpty) return SipUri.TryParse(RemoteTarget, out var target) && target.IsSip ? ConnectedOr(target) : Peer;
        if (!NameAddr.TryParse(RouteSet.First(Routes, out _), out var route)) return Peer;
        if (!route.TryGetUri(out var uri) || !uri.IsSip) return Peer;
        var transport = TransportOf(uri);
        var port = uri.Port > 0 ? uri.Port : transport is SipTransport.Tls or SipTransport.Wss ? 5061 : 5060;
        if (!NetAddress.TryParse(uri.Host, (ushort)port, out var address)) return Peer;
        // The neighbour's own connection comes from a port that no header field knows.
        var isNeighbour = Peer.IsReliable ? Peer.Remote.SameHost(address) : Peer.Remote == address;
        return isNeighbour && transport == Peer.Transport ? ConnectedOr(uri) : new SipPeer(transport, address, Peer.Listener);
    }

    /// <summary>The peer by its connection, and where that is gone by the address it listens at, if <paramref name="uri"/> names the very host.</summary>
    private SipPeer ConnectedOr(in SipUri uri)
    {
        if (Peer.Connection == 0 || Peer.Transport is not (SipTransport.Tcp or SipTransport.Tls)) return Peer;
        var port = uri.Port > 0 ? uri.Port : Peer.IsSecure ? 5061 : 5060;
        return NetAddress.TryParse(uri.Host, (ushort)port, out var address) && address.SameHost(Peer.Remote) ? Peer with { Remote = address, Listens = true } : Peer;
    }

    private static SipTransport TransportOf(in SipUri uri)
    {
        if (uri.TryGetParameter("transport"u8, out var name))
        {
            if (HeaderSyntax.EqualsIgnoreCase(name, "tls"u8)) return SipTransport.Tls;
            if (HeaderSyntax.EqualsIgnoreCase(name, "tcp"u8)) return uri.Scheme == UriScheme.Sips ? SipTransport.Tls : SipTransport.Tcp;
            if (HeaderSyntax.EqualsIgnoreCase(name, "ws"u8)) return uri.Scheme == UriScheme.Sips ? SipTransport.Wss : SipTransport.Ws;
        }

        return uri.Scheme == UriScheme.Sips ? SipTransport.Tls : SipTransport.Udp;
    }

    private bool TryGetStrictRouter(out ReadOnlySpan<byte> router, out ReadOnlySpan<byte> rest)
    {
        router = rest = default;
        if (Routes.IsEmpty || !NameAddr.TryParse(RouteSet.First(Routes, out rest), out var first)) return false;
        if (!first.TryGetUri(out var uri) || uri.IsLooseRouter) return false;
        router = first.Uri;
        return true;
    }
}
