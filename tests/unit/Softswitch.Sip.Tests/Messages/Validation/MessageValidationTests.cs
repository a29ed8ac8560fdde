using System.Text;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Messages.Validation;

public class MessageValidationTests
{
    [Theory]
    [InlineData("Via", "Missing Via", 0)]
    [InlineData("From", "Missing From", 400)]
    [InlineData("To", "Missing To", 400)]
    [InlineData("Call-ID", "Missing Call-ID", 400)]
    public void A_request_needs_its_mandatory_header_fields(string name, string text, int status)
    {
        var lines = Text(Of("OPTIONS")).Split("\r\n").Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal));
        Assert.False(MessageValidation.TryValidate(Parse(Encoding.UTF8.GetBytes(string.Join("\r\n", lines))), out var error));
        Assert.Equal((text, status), (error.Text, error.Status));
    }

    [Theory]
    [InlineData("X: a\u0001b\r\n", "Control Character in a Header Field")]
    [InlineData("X: a\u007fb\r\n", "Control Character in a Header Field")]
    [InlineData("X: \0\r\n", "Control Character in a Header Field")]
    [InlineData("Expires: 1\r\nExpires: 2\r\n", "Several Expires")]
    [InlineData("Refer-To: <sip:a@b>\r\nr: <sip:c@d>\r\n", "Several Refer-To")]
    [InlineData("Contact: *\r\n", "Invalid Contact")]
    [InlineData("Contact: <sip:a@b> tag\r\n", "Invalid Contact")]
    [InlineData("Route: <sip:>\r\n", "Invalid Route")]
    [InlineData("Record-Route: x\r\n", "Invalid Record-Route")]
    public void What_is_wrong_is_named(string line, string text)
    {
        Assert.False(MessageValidation.TryValidate(Parse(Of("OPTIONS", line)), out var error));
        Assert.Equal((text, 400), (error.Text, error.Status));
    }

    [Theory]
    [InlineData("X: \"a\\\u0001b\"\r\n")]
    [InlineData("Date: tomorrow\r\n")]
    [InlineData("Expires: soon\r\n")]
    [InlineData("Contact: José <sip:a@b>\r\n")]
    [InlineData("Contact: <tel:+15551234>, <mailto:a@b>\r\n")]
    [InlineData("Contact: <sip:a@b>;\r\n")]
    public void What_nobody_needs_to_understand_is_let_pass(string line)
    {
        var valid = MessageValidation.TryValidate(Parse(Of("OPTIONS", line)), out var error);
        Assert.True(valid, error.Text);
    }

    [Fact]
    public void A_star_is_for_REGISTER() => Assert.True(MessageValidation.TryValidate(Parse(Of("REGISTER", "Contact: *\r\nExpires: 0\r\n")), out _));

    [Fact]
    public void A_bad_ACK_is_never_answered()
    {
        Assert.False(MessageValidation.TryValidate(Parse(Of("ACK", "Contact: <\r\n")), out var error));
        Assert.Equal(0, error.Status);
    }
}
