using System.Text;

namespace Softswitch.Sip.Tests.Messages.Uris;

public class SipUriTests
{
    [Fact]
    public void Every_part_of_a_sip_uri_is_seen()
    {
        Assert.True(SipUri.TryParse("sip:alice;ext=1:secret@[2001:db8::1]:5070;transport=tcp;lr?Subject=a%20b&Priority=urgent"u8, out var uri));
        Assert.Equal(UriScheme.Sip, uri.Scheme);
        Assert.Equal("alice;ext=1", Text(uri.User));
        Assert.Equal("secret", Text(uri.Password));
        Assert.Equal("[2001:db8::1]", Text(uri.Host));
        Assert.Equal(5070, uri.Port);
        Assert.Equal("[2001:db8::1]:5070", Text(uri.HostPort));
        Assert.True(uri.TryGetParameter("TRANSPORT"u8, out var transport));
        Assert.Equal("tcp", Text(transport));
        Assert.True(uri.IsLooseRouter);
        Assert.True(uri.TryGetHeader("priority"u8, out var priority));
        Assert.Equal("urgent", Text(priority));
    }

    [Theory]
    [InlineData("sip:example.com", "", "example.com", 0)]
    [InlineData("SIPS:bob@example.com:5061", "bob", "example.com", 5061)]
    [InlineData("sip:*8#@192.0.2.1", "*8#", "192.0.2.1", 0)]
    [InlineData("sip:%61@my_host", "%61", "my_host", 0)]
    [InlineData("sip:a@example.com.;x", "a", "example.com.", 0)]
    [InlineData("tel:+1-201-555-0123;phone-context=x", "+1-201-555-0123", "", 0)]
    [InlineData("urn:service:sos", "", "", 0)]
    public void Valid_uris_are_read(string text, string user, string host, int port)
    {
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(text), out var uri));
        Assert.Equal(user, Text(uri.User));
        Assert.Equal(host, Text(uri.Host));
        Assert.Equal(port, uri.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip")]
    [InlineData("sip:@example.com")]
    [InlineData("sip:a b@example.com")]
    [InlineData("sip:a@example.com:")]
    [InlineData("sip:a@example.com:0")]
    [InlineData("sip:a@example.com:65536")]
    [InlineData("sip:a@exa mple.com")]
    [InlineData("sip:a@1.2.3.256")]
    [InlineData("sip:a@1.2.3")]
    [InlineData("sip:a@[2001:db8::1")]
    [InlineData("sip:a@[2001:db8:::1]")]
    [InlineData("sip:2001:db8::10")]
    [InlineData("sip:a%4@example.com")]
    [InlineData("sip:a%zz@example.com")]
    [InlineData("sip:example.com; lr")]
    [InlineData("<sip:example.com>")]
    [InlineData("tel:alice")]
    [InlineData("9scheme:x")]
    public void What_is_no_uri_is_refused(string text) => Assert.False(SipUri.TryParse(Encoding.UTF8.GetBytes(text), out _));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
