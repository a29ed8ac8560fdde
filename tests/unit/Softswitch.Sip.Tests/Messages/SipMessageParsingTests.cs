using System.Text;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Messages;

public class SipMessageParsingTests
{
    [Fact]
    public void Compact_names_in_any_case_are_the_long_ones()
    {
        var message = Parse("MESSAGE sip:a@b SIP/2.0\r\nV: SIP/2.0/UDP h\r\nf: <sip:a@b>;tag=1\r\nT: <sip:b@c>\r\ni: 7\r\ncseq: 1 MESSAGE\r\nC: text/plain\r\ns: hi\r\nK: x\r\nL: 2\r\n\r\nok"u8);
        Assert.Equal("7", Text(message.CallId));
        Assert.Equal("text/plain", Text(message[HeaderName.ContentType]));
        Assert.Equal("hi", Text(message[HeaderName.Subject]));
        Assert.Equal("x", Text(message[HeaderName.Supported]));
        Assert.Equal("ok", Text(message.Body));
    }

    [Fact]
    public void Every_registered_name_is_known_long_and_lower_case()
    {
        foreach (var name in Enum.GetValues<HeaderName>().Where(name => name != HeaderName.Unknown))
        {
            Assert.Equal(name, HeaderNames.Parse(HeaderNames.NameOf(name)));
            Assert.Equal(name, HeaderNames.Parse(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(HeaderNames.NameOf(name)).ToLowerInvariant())));
        }

        Assert.Equal(HeaderName.Unknown, HeaderNames.Parse("X-Nobody-Knows"u8));
        Assert.Equal(HeaderName.Unknown, HeaderNames.Parse("z"u8));
    }

    [Fact]
    public void Every_method_is_known_by_its_exact_name()
    {
        foreach (var method in Enum.GetValues<SipMethod>().Where(method => method != SipMethod.Unknown))
        {
            Assert.Equal(method, SipMethods.Parse(SipMethods.NameOf(method)));
        }

        Assert.Equal(SipMethod.Unknown, SipMethods.Parse("invite"u8));
        Assert.Equal(SipMethod.Unknown, SipMethods.Parse("NEWMETHOD"u8));
    }

    [Fact]
    public void Values_go_on_over_commas_and_over_header_fields_but_not_within_quotes()
    {
        var message = Parse(Of("INVITE", "Contact: \"a,b\" <sip:x,y@h>, <sip:b@h>\r\nX: between\r\nm: <sip:c@h>;a=\"1,2\"\r\n"));
        var seen = new List<string>();
        foreach (var value in message.Values(HeaderName.Contact)) seen.Add(Text(value));
        Assert.Equal(["\"a,b\" <sip:x,y@h>", "<sip:b@h>", "<sip:c@h>;a=\"1,2\""], seen);
    }

    [Fact]
    public void A_message_can_have_more_header_fields_than_a_byte_counts()
    {
        var many = string.Concat(Enumerable.Range(0, 300).Select(i => $"X-{i}: {i}\r\n"));
        var limits = new SipLimits { HeaderCount = 400 };
        var message = new SipMessage();
        Assert.True(message.TryParse(Of("OPTIONS", many + "Subject: late\r\n"), limits, out _));
        Assert.Equal("late", Text(message[HeaderName.Subject]));
        Assert.Equal("late", Text(message.Clone()[HeaderName.Subject]));
        Assert.False(message.TryParse(Of("OPTIONS", many), SipLimits.Default, out var error));
        Assert.Equal((400, "Too Many Header Fields"), (error.Status, error.Text));
    }

    [Fact]
    public void What_is_larger_than_the_limits_is_answered_513()
    {
        var message = new SipMessage();
        Assert.False(message.TryParse(Of("INVITE", "X: " + new string('x', 2000) + "\r\n"), new SipLimits { HeaderLength = 1000 }, out var error));
        Assert.Equal(513, error.Status);
        Assert.False(message.TryParse(Of("INVITE", body: new string('x', 2000)), new SipLimits { MessageLength = 1000 }, out error));
        Assert.Equal(513, error.Status);
    }

    [Theory]
    [InlineData("X\rY: 1\r\n")]
    [InlineData("X: 1\rY: 2\r\n")]
    [InlineData("no colon\r\n")]
    [InlineData(": no name\r\n")]
    [InlineData("two words: 1\r\n")]
    public void A_line_that_is_no_header_field_is_refused(string line)
    {
        Assert.False(new SipMessage().TryParse(Of("OPTIONS", line), SipLimits.Default, out var error));
        Assert.Equal(400, error.Status);
    }

    [Theory]
    [InlineData("Content-Length: +1")]
    [InlineData("Content-Length: 1x")]
    [InlineData("Content-Length:")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 2")]
    public void A_content_length_that_does_not_fit_is_refused(string line)
    {
        var bytes = Text(Of("OPTIONS")).Replace("Content-Length: 0", line, StringComparison.Ordinal) + "1";
        Assert.False(new SipMessage().TryParse(Encoding.UTF8.GetBytes(bytes), SipLimits.Default, out var error));
        Assert.Equal(400, error.Status);
    }

    [Fact]
    public void Without_a_content_length_the_body_goes_to_the_end_of_the_datagram()
    {
        var bytes = Text(Of("MESSAGE", body: "hello")).Replace("Content-Length: 5\r\n", "", StringComparison.Ordinal);
        Assert.Equal("hello", Text(Parse(Encoding.UTF8.GetBytes(bytes)).Body));
    }

    [Theory]
    [InlineData("SIP/2.0 099 x")]
    [InlineData("SIP/2.0 700 x")]
    [InlineData("SIP/2.0 20 x")]
    [InlineData("SIP/2.0 2000 x")]
    [InlineData("SIP/2.0 200x")]
    [InlineData("SIP/2.0")]
    [InlineData("SIP/3.0 200 OK")]
    [InlineData("")]
    [InlineData("INVITE")]
    [InlineData("INV(ITE sip:a@b SIP/2.0")]
    public void Other_start_lines_are_no_messages_and_not_answered(string line)
    {
        var rest = Text(Of("OPTIONS"));
        Assert.False(new SipMessage().TryParse(Encoding.UTF8.GetBytes(line + rest[rest.IndexOf('\r', StringComparison.Ordinal)..]), SipLimits.Default, out var error));
        Assert.Equal(0, error.Status);
    }

    [Fact]
    public void A_response_tells_the_method_of_its_CSeq()
    {
        var message = Parse("sip/2.0 180 Ringing now\r\nv: SIP/2.0/UDP h\r\nf: <sip:a@b>;tag=1\r\nt: <sip:b@c>;tag=2\r\ni: 7\r\nCSeq: 2  INVITE\r\n\r\n"u8);
        Assert.False(message.IsRequest);
        Assert.Equal((180, SipMethod.Invite, 2u), (message.StatusCode, message.Method, message.CSeqNumber));
        Assert.Equal("INVITE", Text(message.MethodName));
        Assert.Equal("Ringing now", Text(message.ReasonPhrase));
    }

    [Fact]
    public void An_instance_forgets_the_message_before()
    {
        var message = Parse(Of("INVITE", "Subject: one\r\nContact: <sip:a@b>\r\nContact: <sip:c@d>\r\n", "body"));
        Assert.True(message.IsRepeated(HeaderName.Contact));
        Assert.True(message.TryParse(Of("BYE"), SipLimits.Default, out _));
        Assert.False(message.Has(HeaderName.Subject));
        Assert.False(message.IsRepeated(HeaderName.Contact));
        Assert.True(message.Body.IsEmpty);
    }

    [Fact]
    public void A_clone_stays_when_the_instance_goes_on()
    {
        var message = Parse(Of("INVITE", "Subject:\r\n one\r\n", "body"));
        var clone = message.Clone();
        Assert.True(message.TryParse(Of("BYE"), SipLimits.Default, out _));
        Assert.Equal(SipMethod.Invite, clone.Method);
        Assert.Equal("one", Text(clone[HeaderName.Subject]));
        Assert.Equal("body", Text(clone.Body));
        Assert.True(MessageValidation.TryValidate(clone, out _));
    }

    [Fact]
    public void Header_fields_of_one_name_can_be_read_whole()
    {
        var message = Parse("SIP/2.0 401 Unauthorized\r\nv: SIP/2.0/UDP h\r\nf: <sip:a@b>;tag=1\r\nt: <sip:b@c>;tag=2\r\ni: 7\r\nCSeq: 2 REGISTER\r\nWWW-Authenticate: Digest a=1, b=2\r\nWWW-Authenticate: Digest c=3\r\n\r\n"u8);
        var seen = new List<string>();
        foreach (var field in message.Fields(HeaderName.WwwAuthenticate)) seen.Add(Text(field));
        Assert.Equal(["Digest a=1, b=2", "Digest c=3"], seen);
    }
}
