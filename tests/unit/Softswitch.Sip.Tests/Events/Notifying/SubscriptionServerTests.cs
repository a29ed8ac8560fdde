using Softswitch.Sip.Tests.Transactions;

namespace Softswitch.Sip.Tests.Events.Notifying;

/// <summary>The notifier of RFC 6665 §4.2.</summary>
public sealed class SubscriptionServerTests
{
    private readonly EventFixture _fixture = new();
    private readonly LampPackage _lamp = new();
    private readonly SubscriptionServer _server;

    public SubscriptionServerTests() => _server = new SubscriptionServer(_fixture.Sessions, [_lamp], capacity: 3);

    private SentMessage Notify => _fixture.Sender.Sent.Last(sent => sent.StartLine.StartsWith("NOTIFY", StringComparison.Ordinal));

    [Fact]
    public void A_subscription_is_accepted_and_told_the_state_at_once()
    {
        var ok = Subscribe();

        Assert.Equal("SIP/2.0 200 OK", ok.StartLine);
        Assert.Equal("600", ok["Expires"]);
        Assert.Equal("<sip:200@192.0.2.1:5060>", ok["Contact"]);
        Assert.Equal("NOTIFY sip:100@192.0.2.7:5070 SIP/2.0", Notify.StartLine);
        Assert.Equal("lamp;id=7", Notify["Event"]);
        Assert.Equal("active;expires=600", Notify["Subscription-State"]);
        Assert.Equal(ok["To"], Notify["From"]);
        Assert.Equal("<sip:100@192.0.2.1>;tag=f1", Notify["To"]);
        Assert.Equal("application/lamp", Notify["Content-Type"]);
        Assert.EndsWith("\r\n\r\n0 off", Notify.Text, StringComparison.Ordinal);
        Assert.Equal(1, _server.Count);
    }

    [Theory]
    [InlineData("Event: unknown\n", "489 Bad Event", "Allow-Events", "lamp")]
    [InlineData("", "489 Bad Event", "Allow-Events", "lamp")]
    [InlineData("Event: lamp\nExpires: 59\n", "423 Interval Too Brief", "Min-Expires", "60")]
    [InlineData("Event: lamp\nAccept: application/pidf+xml\n", "406 Not Acceptable", "Accept", "application/lamp")]
    public void What_cannot_be_is_refused_and_told_why(string headers, string status, string header, string value)
    {
        var response = _fixture.Request("SUBSCRIBE", headers);

        Assert.Equal("SIP/2.0 " + status, response.StartLine);
        Assert.Equal(value, response[header]);
        Assert.Single(_fixture.Sender.Sent);
        Assert.Equal(0, _server.Count);
    }

    [Theory]
    [InlineData("Event: lamp\n", "3600")]
    [InlineData("Event: lamp\nExpires: 100000\n", "7200")]
    [InlineData("o: lamp\nAccept: text/plain, application/*\nExpires: 60\n", "60")]
    public void The_time_is_what_was_asked_for_within_limits(string headers, string granted) =>
        Assert.Equal(granted, _fixture.Request("SUBSCRIBE", headers)["Expires"]);

    [Fact]
    public void The_package_may_refuse_with_headers_of_its_own()
    {
        _lamp.Verdict = SubscribeVerdict.Refuse(401, "WWW-Authenticate: Digest realm=\"x\"\r\n"u8.ToArray());
        var response = Subscribe();

        Assert.Equal("SIP/2.0 401 Unauthorized", response.StartLine);
        Assert.Equal("Digest realm=\"x\"", response["WWW-Authenticate"]);
        Assert.Equal(0, _server.Count);
        Assert.Equal(0, _lamp.Ended);
    }

    [Fact]
    public void A_change_is_told_but_not_faster_than_the_package_allows_and_then_as_it_is()
    {
        Subscribe();
        AnswerNotify();
        Change("on");
        Change("dim");
        Assert.Empty(Notifies());
        _fixture.Pass(4.99);
        Assert.Empty(Notifies());
        _fixture.Pass(0.01);
        Assert.EndsWith("1 dim", Notify.Text, StringComparison.Ordinal);
        AnswerNotify();

        _fixture.Pass(60);
        Assert.Empty(Notifies());
        Change("off");
        Assert.EndsWith("2 off", Notify.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_NOTIFY_is_answered_before_the_next_goes_out()
    {
        Subscribe();
        var first = Notify;
        _fixture.Sender.Sent.Clear();
        _fixture.Pass(6);
        Change("on");
        Assert.DoesNotContain(Notifies(), line => line["CSeq"] != first["CSeq"]);

        _fixture.Answer(first, 200);
        Assert.EndsWith("1 on", Notify.Text, StringComparison.Ordinal);
        Assert.Equal("2 NOTIFY", Notify["CSeq"]);
    }

    [Fact]
    public void Only_those_that_watch_what_changed_are_told()
    {
        Subscribe();
        AnswerNotify();
        _fixture.Pass(10);
        _fixture.Worker.Do(() => _server.Changed(_lamp, "cellar"));

        Assert.Empty(Notifies());
    }

    [Fact]
    public void A_refresh_prolongs_it_and_brings_the_state()
    {
        var ok = Subscribe();
        AnswerNotify();
        _fixture.Pass(500);
        Assert.Equal("600", Refresh(ok, 2)["Expires"]);
        Assert.Equal("active;expires=600", Notify["Subscription-State"]);
        AnswerNotify();
        _fixture.Pass(599);
        Assert.Equal(1, _server.Count);
    }

    [Fact]
    public void Without_a_refresh_it_ends_with_a_last_NOTIFY()
    {
        Subscribe();
        AnswerNotify();
        _fixture.Pass(600);

        Assert.Equal("terminated;reason=timeout", Notify["Subscription-State"]);
        Assert.Equal(0, _server.Count);
        Assert.Equal(1, _lamp.Ended);
        AnswerNotify();
        _fixture.Pass(40);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Whoever_unsubscribes_gets_the_state_once_more()
    {
        var ok = Subscribe();
        AnswerNotify();
        Assert.Equal("0", Refresh(ok, 2, expires: 0)["Expires"]);

        Assert.Equal("terminated;reason=timeout", Notify["Subscription-State"]);
        Assert.EndsWith("1 off", Notify.Text, StringComparison.Ordinal);
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", Refresh(ok, 3).StartLine);
    }

    [Fact]
    public void A_fetch_is_a_subscription_that_ends_at_once()
    {
        Assert.Equal("0", _fixture.Request("SUBSCRIBE", "Event: lamp\nExpires: 0\n")["Expires"]);
        Assert.Equal("terminated;reason=timeout", Notify["Subscription-State"]);
        Assert.Equal(0, _server.Count);
    }

    [Fact]
    public void Unsubscribing_while_a_NOTIFY_is_on_its_way_waits_for_its_answer()
    {
        var ok = Subscribe();
        var first = Notify;
        Refresh(ok, 2, expires: 0);
        Assert.Empty(Notifies());

        _fixture.Answer(first, 200);
        Assert.Equal("terminated;reason=timeout", Notify["Subscription-State"]);
    }

    [Theory]
    [InlineData("wrong-tag", "f1", "c1", "lamp;id=7", 481)]
    [InlineData("", "other", "c1", "lamp;id=7", 481)]
    [InlineData("", "f1", "other", "lamp;id=7", 481)]
    [InlineData("", "f1", "c1", "lamp;id=8", 481)]
    [InlineData("", "f1", "c1", "lamp", 481)]
    public void A_SUBSCRIBE_within_another_dialog_or_for_another_event_finds_nothing(string tag, string fromTag, string callId, string eventValue, int status)
    {
        var ok = Subscribe();
        var to = tag.Length > 0 ? "<sip:200@192.0.2.1>;tag=" + tag : ok["To"]!;
        var response = _fixture.Request("SUBSCRIBE", $"Event: {eventValue}\n", to, 2, callId, fromTag: fromTag);

        Assert.StartsWith($"SIP/2.0 {status} ", response.StartLine, StringComparison.Ordinal);
        Assert.Equal(1, _server.Count);
    }

    [Fact]
    public void A_SUBSCRIBE_that_was_overtaken_is_out_of_order()
    {
        var ok = Subscribe();
        Refresh(ok, 5);
        Assert.Equal("SIP/2.0 500 Server Internal Error", Refresh(ok, 4).StartLine);
    }

    [Theory]
    [InlineData(481, true)]
    [InlineData(404, true)]
    [InlineData(489, true)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    [InlineData(200, false)]
    public void Some_answers_to_NOTIFY_end_the_subscription(int status, bool ends)
    {
        Subscribe();
        _fixture.Answer(Notify, status);

        Assert.Equal(ends ? 0 : 1, _server.Count);
        Assert.Equal(ends ? 1 : 0, _lamp.Ended);
    }

    [Fact]
    public void A_subscriber_that_does_not_answer_is_dropped()
    {
        Subscribe();
        _fixture.Pass(32);

        Assert.Equal(0, _server.Count);
        Assert.Equal(1, _lamp.Ended);
        AssertNothingIsLeft();
    }

    [Fact]
    public void One_that_needs_consent_is_pending_until_it_is_given_or_refused()
    {
        _lamp.Verdict = SubscribeVerdict.Pending("kitchen");
        Subscribe();
        Assert.Equal("pending;expires=600", Notify["Subscription-State"]);
        AnswerNotify();
        _fixture.Pass(10);
        _fixture.Worker.Do(_lamp.Subscriptions[0].Activate);
        Assert.Equal("active;expires=590", Notify["Subscription-State"]);
        AnswerNotify();
        _fixture.Worker.Do(() => _lamp.Subscriptions[0].Terminate(SubscriptionEnd.Rejected));
        Assert.Equal("terminated;reason=rejected", Notify["Subscription-State"]);
    }

    [Fact]
    public void When_we_stop_everybody_is_told_to_come_back()
    {
        Subscribe();
        AnswerNotify();
        _fixture.Worker.Do(() => _server.TerminateAll(SubscriptionEnd.Deactivated));

        Assert.Equal("terminated;reason=deactivated", Notify["Subscription-State"]);
        Assert.Equal(0, _server.Count);
    }

    [Fact]
    public void There_are_no_more_subscriptions_than_there_is_room_for()
    {
        for (var i = 0; i < 3; i++) Assert.Equal("SIP/2.0 200 OK", Subscribe("c" + i).StartLine);
        Assert.Equal("SIP/2.0 503 Service Unavailable", Subscribe("c4").StartLine);
    }

    [Fact]
    public void Every_worker_is_told_of_a_change()
    {
        Subscribe();
        AnswerNotify();
        _fixture.Pass(10);
        new SubscriptionDirectory([_server]).Changed(_lamp, "kitchen");
        _fixture.Worker.RunUntilIdle();

        Assert.Single(Notifies());
    }

    private SentMessage Subscribe(string callId = "c1") => _fixture.Request("SUBSCRIBE", "Event: lamp;id=7\nExpires: 600\n", callId: callId);

    private SentMessage Refresh(SentMessage ok, int cseq, int expires = 600) =>
        _fixture.Request("SUBSCRIBE", $"Event: lamp;id=7\nExpires: {expires}\n", ok["To"]!, cseq);

    private void Change(string state)
    {
        _lamp.State = state;
        _fixture.Worker.Do(() => _server.Changed(_lamp, "kitchen"));
    }

    private void AnswerNotify()
    {
        _fixture.Answer(Notify, 200);
        _fixture.Sender.Sent.Clear();
    }

    private SentMessage[] Notifies() => [.. _fixture.Sender.Sent.Where(sent => sent.StartLine.StartsWith("NOTIFY", StringComparison.Ordinal))];

    private void AssertNothingIsLeft()
    {
        _fixture.Pass(40);
        Assert.Equal(0, _fixture.Layer.ActiveClients + _fixture.Layer.ActiveServers + _fixture.Layer.LingeringCount + _fixture.Layer.BuffersInUse);
        Assert.Equal(0, _fixture.Worker.Timers.Count);
    }
}
