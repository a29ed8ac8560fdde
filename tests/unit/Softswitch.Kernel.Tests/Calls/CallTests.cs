using Softswitch.Kernel.Storage;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

public sealed class CallTests
{
    private readonly SimulatedSwitch _switch = new();

    [Fact]
    public void An_answered_call_leaves_one_record_with_its_times_and_who_ended_it()
    {
        var caller = _switch.Call("100", "101");
        _switch.Advance(2);
        var callee = _switch.Phone("101").Session;
        _switch.Do(() => callee.Ring(180));
        _switch.Advance(3);
        _switch.Do(() => callee.Answer(Endpoint.Sdp("101")));
        Assert.Equal(["progress 180 none", "answered 101"], _switch.Phone("100").Events);
        Assert.Equal("100", Endpoint.NameOf(callee.RemoteSdp));
        _switch.Advance(60);
        _switch.Do(() => callee.Hangup(EndCause.Normal));

        Assert.Equal(SessionState.Ended, caller.State);
        var record = _switch.Record;
        Assert.Equal(("acme", "100", "101", "101"), (record.Account, record.Caller, record.Callee, record.Dialled));
        Assert.Equal((200, 16, CallEnder.Callee), (record.SipStatus, record.Q850Cause, record.EndedBy));
        Assert.InRange(record.TalkMilliseconds, 59_900, 60_200);
        Assert.InRange((record.AnsweredAt - record.RangAt)!.Value.TotalSeconds, 2.9, 3.2);
        Assert.InRange((record.RangAt - record.StartedAt)!.Value.TotalSeconds, 1.9, 2.2);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(caller.CallId), record.CallerCallId);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(callee.CallId), record.CalleeCallId);
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData(486, 486, 17)]
    [InlineData(603, 603, 21)]
    [InlineData(404, 404, 1)]
    [InlineData(401, 500, 41)]
    [InlineData(503, 500, 41)]
    public void A_refusal_reaches_the_caller_unless_it_is_no_business_of_the_callers(int refused, int told, int cause)
    {
        _switch.Call("100", "101");
        _switch.Do(() => _switch.Phone("101").Session.Reject(refused));
        Assert.Equal([$"rejected {told}", $"ended Remote {told}"], _switch.Phone("100").Events);
        Assert.Equal((told, cause, CallEnder.Callee), (_switch.Record.SipStatus, _switch.Record.Q850Cause, _switch.Record.EndedBy));
        Assert.Null(_switch.Record.AnsweredAt);
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Without_a_media_port_a_call_is_refused_for_now(int ports)
    {
        _switch.Media.Ports = ports;
        var caller = _switch.Call("100", "101");
        // With one port the callee's leg has it, and the caller's has none when the answer comes.
        if (ports == 1) _switch.Do(() => _switch.Phone("101").Session.Answer(Endpoint.Sdp("101")));
        Assert.Equal(SessionState.Ended, caller.State);
        Assert.Contains("rejected 503", _switch.Phone("100").Events);
        Assert.Equal("5", _switch.Phone("100").RetryAfter);
        Assert.Equal((503, 47, CallEnder.Switch), (_switch.Record.SipStatus, _switch.Record.Q850Cause, _switch.Record.EndedBy));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Without_a_media_port_the_plan_goes_on_as_after_an_error()
    {
        _switch.Plan = """
            numbers: { "200": office }
            flows:
              office: [ { bridge: { to: ext:101 }, then: { failed: sorry } } ]
              sorry: [ reject: { status: 486 } ]
            """;
        _switch.Media.Ports = 0;
        _switch.Call("100", "200");
        Assert.Contains("rejected 486", _switch.Phone("100").Events);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_who_gives_up_stops_the_ringing()
    {
        var caller = _switch.Call("100", "101");
        _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Contains("ended Remote 487", _switch.Phone("101").Events);
        Assert.Equal((487, CallEnder.Caller), (_switch.Record.SipStatus, _switch.Record.EndedBy));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Ringing_ends_with_the_time_of_the_step()
    {
        _switch.RingFor = TimeSpan.FromSeconds(20);
        _switch.Call("100", "101");
        _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        _switch.Advance(19.5);
        Assert.Empty(_switch.Records);
        _switch.Advance(1);
        Assert.Contains("rejected 480", _switch.Phone("100").Events);
        Assert.Contains(_switch.Phone("101").Events, heard => heard.StartsWith("ended Remote", StringComparison.Ordinal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Of_several_phones_the_first_answer_wins_and_the_others_count_no_missed_call()
    {
        _switch.Ring("200", "101", "102", "103");
        _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        _switch.Do(() => _switch.Phone("103").Session.Ring(180));
        _switch.Do(() => _switch.Phone("102").Session.Answer(Endpoint.Sdp("102")));
        Assert.Equal(["progress 180 none", "answered 102"], _switch.Phone("100").Events);
        Assert.Equal("Call completed elsewhere", _switch.Phone("101").Cause.Text);
        Assert.Equal("Call completed elsewhere", _switch.Phone("103").Cause.Text);
        _switch.Do(() => _switch.Phone("102").Session.Hangup(EndCause.Normal));
        Assert.Equal("102", _switch.Record.Callee);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_refusal_of_one_phone_leaves_the_others_ringing_and_of_all_refusals_the_best_is_told()
    {
        _switch.Ring("200", "101", "102");
        _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Reject(486));
        Assert.DoesNotContain(_switch.Phone("100").Events, heard => heard.StartsWith("rejected", StringComparison.Ordinal));
        _switch.Do(() => _switch.Phone("102").Session.Reject(480));
        Assert.Contains("rejected 486", _switch.Phone("100").Events);
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData("199", 480)]
    [InlineData("77", 404)]
    public void Nobody_registered_is_480_and_no_such_number_404_and_either_leaves_a_record(string dialled, int status)
    {
        _switch.Call("100", dialled);
        Assert.Contains($"rejected {status}", _switch.Phone("100").Events);
        Assert.Equal((dialled, status), (_switch.Record.Dialled, _switch.Record.SipStatus));
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void A_phone_that_says_nothing_is_unavailable_when_the_time_to_ring_or_that_of_the_INVITE_is_over(int ringFor)
    {
        _switch.RingFor = TimeSpan.FromSeconds(ringFor);
        _switch.Network.Loses = line => line.StartsWith("node100>bob INVITE", StringComparison.Ordinal);
        _switch.Call("100", "101");
        _switch.Advance(40);
        Assert.Contains("rejected 480", _switch.Phone("100").Events);
        Assert.Equal((480, 18), (_switch.Record.SipStatus, _switch.Record.Q850Cause));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_phone_that_the_network_does_not_reach_is_unavailable_at_once_and_its_record_says_why()
    {
        _switch.OutOfReach.Add("101");
        _switch.Call("100", "101");
        Assert.Contains("rejected 480", _switch.Phone("100").Events);
        Assert.Equal((480, 27), (_switch.Record.SipStatus, _switch.Record.Q850Cause));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_phone_out_of_reach_does_not_keep_the_others_from_ringing_and_its_outcome_is_unreachable()
    {
        _switch.OutOfReach.UnionWith(["101", "103"]);
        _switch.Plan = """
            numbers: { "200": office }
            flows:
              office: [ { bridge: { to: ext:101 }, then: { unreachable: night } } ]
              night: [ bridge: { to: [ ext:103, ext:102 ] } ]
            """;
        _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("102").Session.Answer(Endpoint.Sdp("102")));
        Assert.Contains("answered 102", _switch.Phone("100").Events);
        _switch.Do(() => _switch.Phone("102").Session.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void An_outcome_leads_to_the_step_that_the_plan_has_for_it()
    {
        _switch.Plan = """
            numbers: { "200": office }
            flows:
              office: [ { bridge: { to: ext:101 }, then: { busy: night } } ]
              night: [ bridge: { to: ext:102 } ]
            """;
        _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Reject(486));
        _switch.Do(() => _switch.Phone("102").Session.Answer(Endpoint.Sdp("102")));
        Assert.Contains("answered 102", _switch.Phone("100").Events);
        _switch.Do(() => _switch.Phone("102").Session.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_plan_that_goes_round_in_circles_ends()
    {
        _switch.Plan = """
            numbers: { "200": office }
            flows:
              office: [ { bridge: { to: ext:199 }, then: { unreachable: { goto: office, at-most: 100 } } } ]
            """;
        _switch.Call("100", "200");
        Assert.Contains("rejected 503", _switch.Phone("100").Events);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Early_media_is_heard_before_the_answer()
    {
        _switch.Call("100", "101");
        _switch.Do(() => _switch.Phone("101").Session.Ring(183, Endpoint.Sdp("announcement")));
        Assert.Equal(["progress 183 announcement"], _switch.Phone("100").Events);
        _switch.Do(() => _switch.Phone("101").Session.Answer(Endpoint.Sdp("announcement")));
        _switch.Do(() => _switch.Phone("101").Session.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void An_INVITE_without_an_offer_gets_the_callees_and_its_ACK_brings_the_answer_back()
    {
        var caller = _switch.Call("100", "101", withOffer: false);
        var callee = _switch.Phone("101").Session;
        Assert.Null(callee.RemoteSdp);
        _switch.Do(() => callee.Answer(Endpoint.Sdp("101")));
        Assert.Contains("answered 101", _switch.Phone("100").Events);
        _switch.Do(() => caller.AnswerOffer(Endpoint.Sdp("late")));
        Assert.Contains("offer answered late", _switch.Phone("101").Events);
        Assert.Equal(SessionState.Confirmed, callee.State);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void The_longest_call_of_the_account_ends_by_itself()
    {
        _switch.Talk("100", "101");
        _switch.Advance(3595);
        Assert.Empty(_switch.Records);
        _switch.Advance(10);
        Assert.Equal((CallEnder.Switch, "Maximum duration reached"), (_switch.Record.EndedBy, _switch.Record.Reason));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_call_whose_parties_both_send_nothing_any_more_ends()
    {
        _switch.Talk("100", "101");
        _switch.Media.AllSilentFor = TimeSpan.FromSeconds(10);
        _switch.Advance(30);
        Assert.Empty(_switch.Records);
        _switch.Media.AllSilentFor = TimeSpan.FromSeconds(61);
        _switch.Advance(6);
        Assert.Equal((CallEnder.Switch, "No media"), (_switch.Record.EndedBy, _switch.Record.Reason));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_switch_that_stops_takes_no_new_calls_and_ends_the_old_ones_when_told_to()
    {
        _switch.Talk("100", "101");
        _switch.Do(_switch.Managers[0].StopAccepting);
        _switch.Call("102", "100");
        Assert.Contains("rejected 503", _switch.Phone("102").Events);
        Assert.Equal(1, _switch.Managers[0].Count);
        _switch.Do(_switch.Managers[0].EndAll);
        _switch.AssertNothingLeft();
    }
}
