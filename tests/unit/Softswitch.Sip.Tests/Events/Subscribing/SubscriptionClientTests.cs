using System.Text;
using Softswitch.Sip.Tests.Transactions;

namespace Softswitch.Sip.Tests.Events.Subscribing;

/// <summary>The subscriber of RFC 6665 §4.1.</summary>
public sealed class SubscriptionClientTests : ISubscriptionUser
{
    private readonly EventFixture _fixture = new();
    private readonly List<string> _events = [];
    private readonly SubscriptionClient _client;
    private int _cseq;

    public SubscriptionClientTests() => _client = new SubscriptionClient(_fixture.Sessions);

    private SentMessage Sent => _fixture.Sender.Sent.Last(sent => sent.StartLine.StartsWith("SUBSCRIBE", StringComparison.Ordinal));

    [Fact]
    public void A_subscription_is_accepted_notified_and_refreshed_before_its_end()
    {
        Subscribe();
        Assert.Equal("SUBSCRIBE sip:mwi@192.0.2.7 SIP/2.0", Sent.StartLine);
        Assert.Equal("message-summary", Sent["Event"]);
        Assert.Equal("application/simple-message-summary", Sent["Accept"]);
        Assert.Equal("600", Sent["Expires"]);
        var first = Sent;
        _fixture.Answer(first, 200, "Expires: 300\nContact: <sip:notifier@192.0.2.7:5099>\n", "n1");
        Assert.Equal("SIP/2.0 200 OK", Notify(first, "active;expires=300").StartLine);
        _fixture.Sender.Sent.Clear();
        _fixture.Pass(269);
        Assert.Empty(_fixture.Sender.Sent);
        _fixture.Pass(1);

        Assert.Equal("SUBSCRIBE sip:notifier@192.0.2.7:5099 SIP/2.0", Sent.StartLine);
        Assert.Equal("2 SUBSCRIBE", Sent["CSeq"]);
        Assert.Equal("<sip:mwi@192.0.2.7>;tag=n1", Sent["To"]);
        Assert.Equal(first["Call-ID"], Sent["Call-ID"]);
    }

    [Fact]
    public void A_NOTIFY_may_come_before_the_answer_and_makes_the_dialog()
    {
        Subscribe();
        var first = Sent;
        Assert.Equal("SIP/2.0 200 OK", Notify(first, "active;expires=600").StartLine);
        _fixture.Answer(first, 200, "Expires: 600\nContact: <sip:other@192.0.2.7>\n", "n2");
        _fixture.Pass(540);

        Assert.Equal("SUBSCRIBE sip:notifier@192.0.2.7:5099 SIP/2.0", Sent.StartLine);
        Assert.Equal("2 SUBSCRIBE", Sent["CSeq"]);
        Assert.Equal(["notified hello"], _events);
    }

    [Fact]
    public void The_NOTIFY_of_another_fork_is_refused()
    {
        Subscribe();
        var first = Sent;
        Notify(first, "active");
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", Notify(first, "active", tag: "n2").StartLine);
        Assert.Equal(["notified hello"], _events);
    }

    [Fact]
    public void A_NOTIFY_that_nobody_asked_for_is_refused()
    {
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", _fixture.Request("NOTIFY", "Event: x\nSubscription-State: active\n").StartLine);
        Subscribe();
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", Notify(Sent, "active", eventValue: "dialog").StartLine);
    }

    [Fact]
    public void The_notifiers_last_NOTIFY_ends_it()
    {
        Subscribe();
        _fixture.Answer(Sent, 200, "Expires: 600\n", "n1");
        Notify(Sent, "terminated;reason=noresource");

        Assert.Equal(["notified hello", "ended 200"], _events);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(489)]
    public void A_refusal_ends_it(int status)
    {
        Subscribe();
        _fixture.Answer(Sent, status);

        Assert.Equal(["ended " + status], _events);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Too_brief_a_time_is_made_longer()
    {
        Subscribe();
        _fixture.Answer(Sent, 423, "Min-Expires: 900\n");

        Assert.Equal("900", Sent["Expires"]);
        Assert.Empty(_events);
    }

    [Fact]
    public void Who_accepts_and_never_notifies_is_given_up()
    {
        Subscribe();
        _fixture.Answer(Sent, 200, "Expires: 600\n", "n1");
        _fixture.Pass(31.99);
        Assert.Empty(_events);
        _fixture.Pass(0.01);

        Assert.Equal(["ended 408"], _events);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Giving_it_up_is_told_and_ends_with_the_last_NOTIFY()
    {
        var subscription = Subscribe();
        _fixture.Answer(Sent, 200, "Expires: 600\n", "n1");
        Notify(Sent, "active;expires=600");
        _fixture.Worker.Do(subscription.Unsubscribe);
        Assert.Equal("0", Sent["Expires"]);
        _fixture.Answer(Sent, 200, "Expires: 0\n");
        Notify(Sent, "terminated;reason=timeout");

        Assert.Equal("ended 200", _events[^1]);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Nothing_heard_at_all_ends_it()
    {
        Subscribe();
        _fixture.Pass(32);

        Assert.Equal(["ended 408"], _events);
        AssertNothingIsLeft();
    }

    void ISubscriptionUser.OnNotified(ClientSubscription subscription, SipMessage notify) =>
        _events.Add("notified " + Encoding.UTF8.GetString(notify.Body));

    void ISubscriptionUser.OnEnded(ClientSubscription subscription, int status) => _events.Add("ended " + status);

    private ClientSubscription Subscribe()
    {
        ClientSubscription? subscription = null;
        _fixture.Worker.Do(() => subscription = _client.Subscribe(new OutgoingSubscription
        {
            Target = TransactionFixture.Peer(),
            RequestUri = "sip:mwi@192.0.2.7"u8,
            From = "<sip:100@192.0.2.1>"u8,
            To = "<sip:mwi@192.0.2.7>"u8,
            Event = "message-summary"u8,
            Accept = "application/simple-message-summary"u8,
            Expires = TimeSpan.FromSeconds(600),
            User = this,
        }));
        return subscription!;
    }

    private SentMessage Notify(SentMessage subscribe, string state, string tag = "n1", string eventValue = "message-summary")
    {
        _fixture.Receive($"""
            NOTIFY sip:100@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bKnotify{++_cseq}
            Max-Forwards: 70
            From: <sip:mwi@192.0.2.7>;tag={tag}
            To: {subscribe["From"]}
            Call-ID: {subscribe["Call-ID"]}
            CSeq: {_cseq} NOTIFY
            Contact: <sip:notifier@192.0.2.7:5099>
            Event: {eventValue}
            Subscription-State: {state}
            Content-Type: application/simple-message-summary
            Content-Length: 5

            hello
            """);
        return _fixture.Sender.Last;
    }

    private void AssertNothingIsLeft()
    {
        _fixture.Pass(70);
        Assert.Equal(0, _client.Count);
        Assert.Equal(0, _fixture.Layer.ActiveClients + _fixture.Layer.ActiveServers + _fixture.Layer.LingeringCount + _fixture.Layer.BuffersInUse);
        Assert.Equal(0, _fixture.Worker.Timers.Count);
    }
}
