using System.Text;

namespace Softswitch.Sip.Tests.Messages.Headers;

public class NameAddrTests
{
    [Theory]
    [InlineData("<sip:a@b.c>", "", "sip:a@b.c", "")]
    [InlineData("sip:a@b.c;tag=1", "", "sip:a@b.c", "1")]
    [InlineData("sip:a@b.c ; tag = 1", "", "sip:a@b.c", "1")]
    [InlineData("Alice <sip:a@b.c;lr>;x;TAG=2", "Alice", "sip:a@b.c;lr", "2")]
    [InlineData("A. Bell<sip:a@b.c>", "A. Bell", "sip:a@b.c", "")]
    [InlineData("\"a \\\" <;, b\" <sip:a@b.c>;tag=3", "a \\\" <;, b", "sip:a@b.c", "3")]
    [InlineData("tel:+123;tag=4", "", "tel:+123", "4")]
    public void Both_forms_are_read(string text, string display, string uri, string tag)
    {
        Assert.True(NameAddr.TryParse(Encoding.UTF8.GetBytes(text), out var address));
        Assert.Equal(display, Encoding.UTF8.GetString(address.DisplayName));
        Assert.Equal(uri, Encoding.UTF8.GetString(address.Uri));
        Assert.Equal(tag, Encoding.UTF8.GetString(address.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"Mr. J. User <sip:a@b.c>")]
    [InlineData("\"x\" sip:a@b.c")]
    [InlineData("<sip:a@b.c")]
    [InlineData("<>")]
    [InlineData("<sip:a@b.c> tag=1")]
    [InlineData(";tag=1")]
    public void What_does_not_match_is_refused(string text) => Assert.False(NameAddr.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_star_is_a_contact_of_its_own()
    {
        Assert.True(NameAddr.TryParse("*"u8, out var all));
        Assert.True(all.IsStar);
        Assert.True(NameAddr.TryParse("<*>"u8, out var bracketed));
        Assert.False(bracketed.IsStar);
    }
}
