namespace Softswitch.Sip.Tests.Sessions;

/// <summary>The call flows of RFC 3665 §3 that two user agents can have without a proxy.</summary>
public sealed class BasicCallTests
{
    private readonly Pair _pair = new(Pair.Plain);

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void A_call_is_set_up_and_ended_by_the_callee_as_in_RFC_3665_3_1()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Bob.Do(session => session.Hangup(EndCause.Normal));

        Assert.Equal(
            [
                "alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 180 INVITE", "bob>alice 200 INVITE+sdp", "alice>bob ACK",
                "bob>alice BYE", "alice>bob 200 BYE",
            ],
            _pair.Network.Take());
        Assert.Equal(["progress 180 none", "answered answer", "ended Remote 0"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "confirmed", "ended Local 0"], Bob.TakeEvents());
        Assert.Equal(16, Alice.Cause.Q850);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void The_caller_cancels_as_in_RFC_3665_3_8()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        Alice.Do(session => session.Hangup(EndCause.CompletedElsewhere));

        Assert.Equal(
            [
                "alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 180 INVITE", "alice>bob CANCEL", "bob>alice 200 CANCEL",
                "bob>alice 487 INVITE", "alice>bob ACK",
            ],
            _pair.Network.Take());
        Assert.Equal(["incoming offer", "ended Remote 487"], Bob.TakeEvents());
        Assert.Equal("Call completed elsewhere", Bob.Cause.Text);
        Assert.Equal(["progress 180 none", "ended Local 200"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }
}
