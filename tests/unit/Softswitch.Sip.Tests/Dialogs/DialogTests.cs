using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Dialogs;

/// <summary>Dialogs: what they take from messages and what they write (RFC 3261 §12).</summary>
public sealed class DialogTests
{
    private static readonly SipPeer Peer = new(SipTransport.Udp, NetAddress.IPv4(0xC6336407, 5060));

    [Fact]
    public void The_UAS_takes_the_route_set_in_order_and_the_UAC_reversed()
    {
        const string Routes = "Record-Route: <sip:p2.example.com;lr>\r\nRecord-Route: <sip:p1.example.com;lr>,\"x, y\" <sip:p0.example.com;lr>\r\n";
        var uas = Dialog.ForRequest(Request(Routes), 1, Peer);
        Assert.Equal("<sip:p2.example.com;lr>,<sip:p1.example.com;lr>,\"x, y\" <sip:p0.example.com;lr>"u8, uas.Routes);

        var uac = Call();
        uac.Establish(Response(Routes));
        Assert.Equal("\"x, y\" <sip:p0.example.com;lr>,<sip:p1.example.com;lr>,<sip:p2.example.com;lr>"u8, uac.Routes);
    }

    [Fact]
    public void A_route_set_beyond_all_reason_is_not_taken()
    {
        var many = string.Concat(Enumerable.Repeat("Record-Route: <sip:p.example.com;lr>\r\n", 65));
        Assert.True(Dialog.ForRequest(Request(many), 1, Peer).Routes.IsEmpty);
        var large = string.Concat(Enumerable.Repeat($"Record-Route: <sip:{new string('p', 400)}.example.com;lr>\r\n", 40));
        Assert.True(Dialog.ForRequest(Request(large), 1, Peer).Routes.IsEmpty);
    }

    [Fact]
    public void Headers_of_a_request_are_those_of_RFC_3261_12_2_1_1()
    {
        var dialog = Call();
        dialog.Establish(Response("Record-Route: <sip:p.example.com;lr>\r\n"));
        var writer = new SipWriter();
        dialog.WriteHeaders(writer, SipMethod.Bye, dialog.NextCSeq());

        Assert.Equal(
            "From: \"A\" <sip:a@example.com>;tag=00000000000000ff\r\nTo: <sip:b@example.com>;tag=theirs\r\nCall-ID: id\r\nCSeq: 1 BYE\r\n"
            + "Route: <sip:p.example.com;lr>\r\n",
            Encoding.ASCII.GetString(writer.Written));
        Assert.Equal("sip:b@198.51.100.8"u8, dialog.RequestUri);
        Assert.Equal("theirs"u8, dialog.RemoteTag);
    }

    [Fact]
    public void A_strict_router_gets_the_request_in_its_own_name()
    {
        var dialog = Call();
        dialog.Establish(Response("Record-Route: <sip:last.example.com;lr>, <sip:strict.example.com>\r\n"));
        var writer = new SipWriter();
        dialog.WriteHeaders(writer, SipMethod.Bye, 1);

        Assert.Equal("sip:strict.example.com"u8, dialog.RequestUri);
        Assert.EndsWith("Route: <sip:last.example.com;lr>,<sip:b@198.51.100.8>\r\n", Encoding.ASCII.GetString(writer.Written), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_route_requests_go_where_messages_come_from()
    {
        Assert.Equal(Peer, Dialog.ForRequest(Request(), 1, Peer).NextHop());
    }

    [Theory]
    [InlineData("<sip:192.0.2.77:5070;lr>", SipTransport.Udp, "192.0.2.77:5070")]
    [InlineData("<sip:192.0.2.77;lr>", SipTransport.Udp, "192.0.2.77:5060")]
    [InlineData("<sip:192.0.2.77;transport=TCP;lr>", SipTransport.Tcp, "192.0.2.77:5060")]
    [InlineData("<sips:192.0.2.77;lr>", SipTransport.Tls, "192.0.2.77:5061")]
    [InlineData("<sip:[2001:db8::1]:5062;lr>", SipTransport.Udp, "[2001:db8::1]:5062")]
    [InlineData("<sip:proxy.example.com;lr>", SipTransport.Udp, "198.51.100.7:5060")]
    [InlineData("<sip:198.51.100.7;lr>", SipTransport.Udp, "198.51.100.7:5060")]
    [InlineData("no route at all <", SipTransport.Udp, "198.51.100.7:5060")]
    public void With_a_route_requests_go_to_the_first_that_has_an_address(string route, SipTransport transport, string address)
    {
        var hop = Dialog.ForRequest(Request($"Record-Route: {route}\r\n"), 1, Peer).NextHop();
        Assert.Equal(transport, hop.Transport);
        Assert.Equal(address, hop.Remote.ToString());
    }

    [Fact]
    public void The_neighbours_own_connection_is_used_for_its_route()
    {
        var neighbour = new SipPeer(SipTransport.Tcp, NetAddress.IPv4(0xC6336407, 40123), 2, 77);
        var dialog = Dialog.ForRequest(Request("Record-Route: <sip:198.51.100.7;transport=tcp;lr>\r\n"), 1, neighbour);
        // Where that connection is gone, the route says where another can be had.
        Assert.Equal(neighbour with { Remote = neighbour.Remote.WithPort(5060), Listens = true }, dialog.NextHop());
    }

    [Theory]
    [InlineData("198.51.100.9", SipTransport.Tcp, "198.51.100.9:5060", true)]
    [InlineData("198.51.100.9", SipTransport.Tls, "198.51.100.9:5061", true)]
    [InlineData("198.51.100.7", SipTransport.Tcp, "198.51.100.7:40123", false)]
    public void A_Contact_that_names_the_host_the_connection_comes_from_serves_where_the_connection_is_gone(
        string source, SipTransport transport, string address, bool listens)
    {
        var peer = new SipPeer(transport, NetAddress.From(System.Net.IPAddress.Parse(source), 40123), 2, 77);
        var hop = Dialog.ForRequest(Request(), 1, peer).NextHop();
        Assert.Equal((address, 77, listens), (hop.Remote.ToString(), hop.Connection, hop.Listens));
    }

    [Fact]
    public void A_request_out_of_order_is_not_accepted()
    {
        var dialog = Dialog.ForRequest(Request(), 1, Peer);
        var moved = new SipPeer(SipTransport.Udp, NetAddress.IPv4(0xC6336409, 1024));
        Assert.True(dialog.TryAccept(Request(cseq: 20), moved));
        Assert.Equal(moved, dialog.Peer);
        Assert.False(dialog.TryAccept(Request(cseq: 19), Peer));
        Assert.Equal(moved, dialog.Peer);
    }

    [Fact]
    public void A_tag_is_16_hexadecimal_digits()
    {
        Assert.True(Dialog.TryReadTag("00000000000000ff"u8, out var tag));
        Assert.Equal(255ul, tag);
        Assert.False(Dialog.TryReadTag("ff"u8, out _));
        Assert.False(Dialog.TryReadTag("00000000000000fg"u8, out _));
        Assert.False(Dialog.TryReadTag("00000000000000ff0"u8, out _));
    }

    [Fact]
    public void A_peer_without_a_tag_has_none()
    {
        var dialog = Call();
        var response = new SipMessage();
        Assert.True(response.TryParse(
            "SIP/2.0 200 OK\r\nFrom: <sip:a@example.com>;tag=00000000000000ff\r\nTo: tag <sip:tag@example.com>\r\nCall-ID: id\r\nCSeq: 1 INVITE\r\n\r\n"u8,
            SipLimits.Default, out _));
        dialog.Establish(response);
        Assert.True(dialog.RemoteTag.IsEmpty);
    }

    [Fact]
    public void A_tag_is_found_behind_text_that_looks_like_it()
    {
        var dialog = Call();
        var response = new SipMessage();
        Assert.True(response.TryParse(
            "SIP/2.0 200 OK\r\nFrom: <sip:a@example.com>;tag=00000000000000ff\r\nTo: \"x;tag=x\" <sip:x@example.com;tag=x>;y=x;tag=x\r\nCall-ID: id\r\nCSeq: 1 INVITE\r\n\r\n"u8,
            SipLimits.Default, out _));
        dialog.Establish(response);
        Assert.Equal("x"u8, dialog.RemoteTag);
    }

    private static Dialog Call() => Dialog.ForOwnRequest(
        new DialogStart
        {
            Target = Peer,
            RequestUri = "sip:b@example.com"u8,
            From = "\"A\" <sip:a@example.com>"u8,
            To = "<sip:b@example.com>"u8,
        },
        "id"u8,
        255);

    private static SipMessage Request(string headers = "", int cseq = 7)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(
            Encoding.ASCII.GetBytes(
                $"INVITE sip:b@example.com SIP/2.0\r\nFrom: <sip:a@example.com>;tag=theirs\r\nTo: <sip:b@example.com>\r\nCall-ID: id\r\nCSeq: {cseq} INVITE\r\n"
                + $"Contact: <sip:a@198.51.100.9>\r\n{headers}\r\n"),
            SipLimits.Default, out _));
        return message;
    }

    private static SipMessage Response(string headers)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(
            Encoding.ASCII.GetBytes(
                "SIP/2.0 200 OK\r\nFrom: \"A\" <sip:a@example.com>;tag=00000000000000ff\r\nTo: <sip:b@example.com>;tag=theirs\r\nCall-ID: id\r\nCSeq: 1 INVITE\r\n"
                + $"Contact: <sip:b@198.51.100.8>\r\n{headers}\r\n"),
            SipLimits.Default, out _));
        return message;
    }
}
