using System.Net;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Datagrams;

public sealed class StunKeepAliveTests
{
    // Transaction ids and mapped addresses of RFC 5769 §2.2 and §2.3.
    private static readonly byte[] Request = Convert.FromHexString("000100002112A442B7E7A701BC34D686FA87DFAE");

    [Theory]
    [InlineData("192.0.2.1", "002000080001A147E112A643")]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677", "002000140002A1470113A9FAA5D3F179BC25F4B5BED2B9D9")]
    public void The_mapped_address_is_that_of_the_RFC(string host, string attribute)
    {
        var answer = new byte[StunKeepAlive.AnswerLength];
        var length = StunKeepAlive.Answer(Request, NetAddress.From(IPAddress.Parse(host), 32853), answer);
        Assert.Equal(Convert.FromHexString(attribute), answer[20..length]);
        Assert.Equal([1, 1, 0, (byte)(length - 20)], answer[..4]);
        Assert.Equal(Request[4..], answer[4..20]);
    }

    [Fact]
    public void Only_well_formed_binding_requests_are_answered()
    {
        var answer = new byte[StunKeepAlive.AnswerLength];
        var from = NetAddress.IPv4(1, 1);
        Assert.True(StunKeepAlive.IsStun(Request));
        Assert.False(StunKeepAlive.IsStun(Request.AsSpan(0, 19)));
        Assert.False(StunKeepAlive.IsStun("INVITE sip:bob@example.org SIP/2.0"u8));
        var indication = Request.ToArray();
        indication[1] = 0x11;
        Assert.Equal(0, StunKeepAlive.Answer(indication, from, answer));
        var wrongLength = Request.ToArray();
        wrongLength[3] = 4;
        Assert.Equal(0, StunKeepAlive.Answer(wrongLength, from, answer));
    }
}
