using System.Text;

namespace Softswitch.Sip.Tests.Transports.Dispatch;

public sealed class CallIdScannerTests
{
    [Theory]
    [InlineData("Call-ID: a@b\r\n", "a@b")]
    [InlineData("call-id:a@b\r\n", "a@b")]
    [InlineData("CALL-ID \t :  a@b \t\r\n", "a@b")]
    [InlineData("i: a@b\r\n", "a@b")]
    [InlineData("I\t:a@b\n", "a@b")]
    [InlineData("Call-ID:\r\n a@b\r\n", "a@b")]
    [InlineData("i:\r\n \r\n\ta@b\r\n", "a@b")]
    [InlineData("In-Reply-To: x\r\nCall-Info: <y>\r\nContact: <sip:z>\r\nCall-ID: a@b\r\n", "a@b")]
    [InlineData("Call-ID: first\r\nCall-ID: second\r\n", "first")]
    [InlineData("Call-IDs: x\r\n", "")]
    [InlineData("Subject: no\r\n", "")]
    [InlineData("\r\nCall-ID: in the body\r\n", "")]
    public void It_finds_what_the_parser_finds(string headers, string expected)
    {
        var message = Encoding.UTF8.GetBytes("OPTIONS sip:a SIP/2.0\r\n" + headers + "CSeq: 1 OPTIONS\r\n\r\n");
        Assert.Equal(expected, Encoding.UTF8.GetString(CallIdScanner.Find(message)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nCall-ID")]
    [InlineData("OPTIONS sip:a SIP/2.0\r\ni")]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n\r")]
    public void It_bears_what_ends_early(string message) => Assert.True(CallIdScanner.Find(Encoding.UTF8.GetBytes(message)).IsEmpty);

    [Fact]
    public void It_agrees_with_the_parser_on_whatever_the_parser_accepts()
    {
        var random = new Random(11);
        var parsed = new SipMessage();
        var accepted = 0;
        var original = Encoding.UTF8.GetBytes(
            "\r\nINVITE sip:bob@example.org SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nContact: <sip:c@d>\r\nIn-Reply-To: q\r\n" +
            "Call-ID : 8f-b7@example.org \r\ni: other\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCSeq: 1 INVITE\r\nl: 4\r\n\r\ni: x");
        for (var round = 0; round < 50_000; round++)
        {
            var message = original.ToArray();
            for (var changes = random.Next(4); changes > 0; changes--)
                message[random.Next(message.Length)] = (byte)"\r\n :iIcC-dDx\t,;"[random.Next(15)];
            var found = CallIdScanner.Find(message);
            if (!parsed.TryParse(message, SipLimits.Default, out _) || parsed.CallId.Contains((byte)' ')) continue;
            accepted++;
            Assert.Equal(Encoding.UTF8.GetString(parsed.CallId), Encoding.UTF8.GetString(found));
        }

        Assert.True(accepted > 5_000);
    }
}
