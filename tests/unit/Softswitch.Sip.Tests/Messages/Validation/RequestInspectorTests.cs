using System.Text;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Messages.Validation;

public class RequestInspectorTests
{
    private static readonly UasCapabilities Capabilities =
        new([SipMethod.Invite, SipMethod.Bye, SipMethod.Options, SipMethod.Info], ["100rel", "timer"]);

    [Theory]
    [InlineData("OPTIONS", "", "", 0)]
    [InlineData("PUBLISH", "", "", 405)]
    [InlineData("BREW", "", "", 501)]
    [InlineData("OPTIONS", "Require: 100rel\r\n", "", 0)]
    [InlineData("OPTIONS", "Require: 100rel, path\r\n", "", 420)]
    [InlineData("CANCEL", "Require: path\r\n", "", 0)]
    [InlineData("INVITE", "Content-Type: application/sdp\r\n", "v=0", 0)]
    [InlineData("INVITE", "", "v=0", 415)]
    [InlineData("INVITE", "Content-Type: text/plain\r\n", "hi", 415)]
    [InlineData("INVITE", "Content-Type: text/plain\r\nContent-Disposition: render;handling=optional\r\n", "hi", 0)]
    [InlineData("INVITE", "Content-Type: application/sdp\r\nContent-Encoding: gzip\r\n", "x", 415)]
    [InlineData("INVITE", "Content-Type: multipart/mixed;boundary=x\r\n", "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--", 0)]
    [InlineData("INVITE", "Content-Type: multipart/mixed;boundary=x\r\n", "--x\r\n\r\nhi\r\n--x--", 415)]
    [InlineData("INVITE", "Accept: application/*;q=0.5\r\n", "", 0)]
    [InlineData("INVITE", "Accept: text/html\r\n", "", 406)]
    [InlineData("INVITE", "Accept:\r\n", "", 406)]
    [InlineData("INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=1", 0)]
    public void The_status_is_that_of_RFC_3261(string method, string more, string body, int status) =>
        Assert.Equal(status, RequestInspector.Inspect(Parse(Of(method, more, body)), Capabilities).Status);

    [Theory]
    [InlineData("tel:+15551234", 0)]
    [InlineData("sips:a@b.c", 0)]
    [InlineData("http://example.com/", 416)]
    public void Schemes_that_lead_nowhere_are_refused(string uri, int status) =>
        Assert.Equal(status, RequestInspector.Inspect(Parse(Of("OPTIONS", uri: uri)), Capabilities).Status);

    [Theory]
    [InlineData("Max-Forwards: 70\r\n", 69)]
    [InlineData("Max-Forwards: 1\r\n", 0)]
    [InlineData("Max-Forwards: 0\r\n", 0)]
    [InlineData("Max-Forwards: 256\r\n", 70)]
    [InlineData("", 70)]
    public void Hops_are_counted_down(string header, int left) =>
        Assert.Equal(left, RequestInspector.HopsLeft(Parse(Encoding.UTF8.GetBytes(Text(Of("INVITE")).Replace("Max-Forwards: 70\r\n", header, StringComparison.Ordinal)))));

    [Fact]
    public void Capabilities_say_what_they_are()
    {
        Assert.Equal("INVITE, ACK, BYE, CANCEL, OPTIONS, INFO", Text(Capabilities.Allow.Span));
        Assert.Equal("100rel, timer", Text(Capabilities.Supported.Span));
        Assert.Equal("application/sdp", Text(Capabilities.Accept.Span));
    }
}
