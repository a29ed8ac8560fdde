using System.Text;

namespace Softswitch.Sip.Tests.Messages.Uris;

/// <summary>RFC 3261 §19.1.4, with its own examples.</summary>
public class UriComparisonTests
{
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("sip:a@[2001:db8::1]", "sip:a@[2001:DB8:0:0::0001]")]
    [InlineData("tel:+1-201-555-0123", "TEL:+1(201)5550123")]
    [InlineData("urn:service:sos", "URN:service:sos")]
    public void Equivalent(string one, string other)
    {
        Assert.True(Same(one, other));
        Assert.True(Same(other, one));
    }

    [Theory]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:a@b.c", "sips:a@b.c")]
    [InlineData("sip:a@b.c", "sip:b.c")]
    [InlineData("sip:a%3Bb@b.c", "sip:a;b@b.c")]
    [InlineData("sip:a@b.c;user=phone", "sip:a@b.c")]
    [InlineData("tel:+1201", "tel:1201")]
    public void Not_equivalent(string one, string other)
    {
        Assert.False(Same(one, other));
        Assert.False(Same(other, one));
    }

    [Fact]
    public void Thousands_of_parameters_are_not_worth_the_time()
    {
        var many = string.Concat(Enumerable.Range(0, 8_000).Select(i => $";p{i}"));
        Assert.True(Same("sip:a@b.c" + many, "sip:a@b.c" + many));
        Assert.False(Same("sip:a@b.c" + many, "sip:a@b.C" + many));
    }

    private static bool Same(string one, string other)
    {
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(one), out var left));
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(other), out var right));
        return UriComparison.Same(left, right);
    }
}
