namespace Softswitch.Sip.Tests.Sessions;

/// <summary>REFER within the dialog, as referrer and as the one referred (RFC 3515, RFC 4488).</summary>
public sealed class ReferTests
{
    private readonly Pair _pair = Pair.Connected();

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void A_transfer_is_accepted_and_its_progress_told()
    {
        Alice.Do(session => session.Refer("<sip:carol@chicago.example.com>"u8, "<sip:alice@atlanta.example.com>"u8));
        Assert.Equal("<sip:alice@atlanta.example.com>"u8, Bob.Referred!.ReferredBy!);
        Bob.Do(_ => Bob.Referred.Accept());
        Bob.Do(_ => Bob.Referred.Notify(180));
        Bob.Do(_ => Bob.Referred.Notify(200));
        Bob.Do(_ => Bob.Referred.Notify(200));

        Assert.Equal(
            [
                "alice>bob REFER", "bob>alice 202 REFER", "bob>alice NOTIFY", "alice>bob 200 NOTIFY", "bob>alice NOTIFY", "alice>bob 200 NOTIFY",
                "bob>alice NOTIFY", "alice>bob 200 NOTIFY",
            ],
            _pair.Network.Take());
        Assert.Equal(["referred <sip:carol@chicago.example.com>"], Bob.TakeEvents());
        Assert.Equal(["refer 202", "refer 100", "refer 180", "refer 200 final"], Alice.TakeEvents());
        Assert.All(Alice.ReferNews, news => Assert.Equal(Bob.Referred.Id, news.Id));
    }

    [Fact]
    public void A_transfer_is_refused()
    {
        Alice.Do(session => session.Refer("<sip:carol@chicago.example.com>"u8));
        Bob.Do(_ => Bob.Referred!.Reject(603));
        Bob.Do(_ => Bob.Referred!.Accept());

        Assert.Equal(["alice>bob REFER", "bob>alice 603 REFER"], _pair.Network.Take());
        Assert.Equal(["refer 603 final"], Alice.TakeEvents());
    }

    [Fact]
    public void Without_a_subscription_nothing_is_notified()
    {
        Alice.Do(session => session.Refer("<sip:carol@chicago.example.com>"u8, notifies: false));
        Assert.False(Bob.Referred!.Notifies);
        Bob.Do(_ => Bob.Referred.Accept());
        Bob.Do(_ => Bob.Referred.Notify(200));

        Assert.Equal(["alice>bob REFER", "bob>alice 202 REFER"], _pair.Network.Take());
        Assert.Equal(["refer 202 final"], Alice.TakeEvents());
    }

    [Fact]
    public void News_that_come_faster_than_they_are_acknowledged_are_told_by_the_newest()
    {
        _pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        Alice.Do(session => session.Refer("<sip:carol@chicago.example.com>"u8));
        _pair.Network.Advance(0.1);
        Bob.Do(_ =>
        {
            Bob.Referred!.Accept();
            Bob.Referred.Notify(180);
            Bob.Referred.Notify(183);
            Bob.Referred.Notify(486, "Busy Here"u8);
            Bob.Referred.Notify(200);
        });
        _pair.Network.Advance(1);

        Assert.Equal(["refer 202", "refer 100", "refer 486 final"], Alice.TakeEvents());
    }

    [Fact]
    public void A_session_that_ends_takes_its_transfers_with_it()
    {
        Alice.Do(session => session.Refer("<sip:carol@chicago.example.com>"u8));
        Bob.Do(session => session.Hangup(EndCause.Normal));
        Bob.Do(_ => Bob.Referred!.Accept());
        Bob.Do(_ => Bob.Referred!.Notify(200));

        Assert.Equal(["alice>bob REFER", "bob>alice BYE", "bob>alice 487 REFER", "alice>bob 200 BYE"], _pair.Network.Take());
        Assert.Equal(["ended Remote 0"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void A_REFER_without_a_usable_Refer_To_gets_400_and_one_too_many_486()
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("REFER", 2, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(400, caller.LastResponse(SipMethod.Refer).StatusCode);
        for (var i = 3; i < 8; i++) caller.Request("REFER", i, caller.LastResponse(SipMethod.Invite), "Refer-To: <sip:carol@example.com>\r\n");

        Assert.Equal(486, caller.LastResponse(SipMethod.Refer).StatusCode);
        Assert.Equal(4, pair.Bob.TakeEvents().Length);
    }

    [Fact]
    public void The_notifications_have_the_form_of_RFC_3515()
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("REFER", 93809, caller.LastResponse(SipMethod.Invite), "Refer-To: <sip:carol@example.com?Replaces=1%3Bto-tag%3Da%3Bfrom-tag%3Db>\r\n");
        pair.Bob.Do(_ => pair.Bob.Referred!.Accept());
        var first = caller.Last(SipMethod.Notify);
        Assert.Equal("refer;id=93809"u8, first[HeaderName.Event]);
        Assert.Equal("message/sipfrag;version=2.0"u8, first[HeaderName.ContentType]);
        Assert.Equal("SIP/2.0 100 Trying\r\n"u8, first.Body);
        Assert.StartsWith("active", RawPeer.Text(first, HeaderName.SubscriptionState), StringComparison.Ordinal);
        caller.Respond(first, 200);
        pair.Bob.Do(_ => pair.Bob.Referred!.Notify(603, "No"u8));
        var last = caller.Last(SipMethod.Notify);
        Assert.Equal("SIP/2.0 603 No\r\n"u8, last.Body);
        Assert.Equal("terminated;reason=noresource"u8, last[HeaderName.SubscriptionState]);
    }

    [Fact]
    public void A_NOTIFY_that_the_referrer_does_not_know_ends_the_notifications()
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("REFER", 2, caller.LastResponse(SipMethod.Invite), "Refer-To: <sip:carol@example.com>\r\n");
        pair.Bob.Do(_ => pair.Bob.Referred!.Accept());
        caller.Respond(caller.Last(SipMethod.Notify), 481);
        pair.Bob.Do(_ => pair.Bob.Referred!.Notify(200));

        Assert.Equal(1, caller.Count(SipMethod.Notify));
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
    }

    [Fact]
    public void A_NOTIFY_is_matched_by_its_id()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Refer("<sip:one@example.com>"u8));
        pair.Bob.Do(session => session.Refer("<sip:two@example.com>"u8));
        var second = caller.Last(SipMethod.Refer);
        // The NOTIFY overtakes the 202.
        caller.Request("NOTIFY", 2, caller.LastResponse(SipMethod.Invite), $"Event: refer;id={second.CSeqNumber}\r\nSubscription-State: terminated;reason=noresource\r\n");
        caller.Respond(second, 202);
        caller.Request("NOTIFY", 3, caller.LastResponse(SipMethod.Invite), "Event: refer;id=999999\r\nSubscription-State: active\r\n");

        Assert.Equal(481, caller.LastResponse(SipMethod.Notify).StatusCode);
        var news = Assert.Single(pair.Bob.ReferNews);
        Assert.Equal(new ReferProgress(second.CSeqNumber, 200, IsFinal: true), news);
    }
}
