using System.Text;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Reasons in and out (RFC 3326).</summary>
public sealed class EndCauseTests
{
    [Fact]
    public void The_reason_of_a_hang_up_reaches_the_peer()
    {
        var pair = Pair.Connected();
        pair.Alice.Do(session => session.Hangup(new EndCause(EndedBy.Local, 503, 34, "No \"circuit\"\r\n\\")));

        Assert.Equal(new EndCause(EndedBy.Remote, 503, 34, "No \"circuit\"\\"), pair.Bob.Cause);
    }

    [Theory]
    [InlineData("Reason: Q.850;cause=17\r\n", 0, 17, null)]
    [InlineData("Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n", 200, 0, "Call completed elsewhere")]
    [InlineData("Reason: Q.850 ;cause=16 ;text=\"Terminated\", SIP;cause=487\r\n", 487, 16, "Terminated")]
    [InlineData("Reason: Q.850;cause=999\r\nReason: X;cause=1;text=x\r\n", 0, 0, null)]
    [InlineData("Reason: ;;;\r\n", 0, 0, null)]
    [InlineData("", 0, 0, null)]
    public void A_reason_is_read(string header, int status, int q850, string? text)
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("BYE", 2, caller.LastResponse(SipMethod.Invite), header);

        Assert.Equal(new EndCause(EndedBy.Remote, status, q850, text), pair.Bob.Cause);
    }

    [Fact]
    public void The_status_of_a_refusal_counts_whatever_its_reason_says()
    {
        var pair = new Pair(Pair.Plain);
        pair.Alice.Call(pair.Bob, Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Hangup(new EndCause(EndedBy.Local, 486, 17)));

        Assert.Equal(new EndCause(EndedBy.Remote, 486, 17), pair.Alice.Cause);
        Assert.Equal(["rejected 486", "ended Remote 486"], pair.Alice.TakeEvents());
    }

    [Theory]
    [InlineData(0, 480)]
    [InlineData(16, 480)]
    [InlineData(17, 486)]
    [InlineData(34, 503)]
    public void Without_a_status_a_refusal_has_that_of_its_cause(int q850, int status)
    {
        var pair = new Pair(Pair.Plain);
        pair.Alice.Call(pair.Bob, Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Hangup(new EndCause(EndedBy.Local, 0, q850)));

        Assert.Equal(new EndCause(EndedBy.Remote, status, q850), pair.Alice.Cause);
    }

    [Fact]
    public void Without_a_cause_nothing_is_written()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Hangup(new EndCause(EndedBy.Local)));

        Assert.False(caller.Last(SipMethod.Bye).Has(HeaderName.Reason));
        Assert.DoesNotContain("Reason", Encoding.ASCII.GetString(caller.Last(SipMethod.Bye).Bytes), StringComparison.Ordinal);
    }
}
