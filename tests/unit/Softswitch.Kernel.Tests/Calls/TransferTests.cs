using System.Text;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

public sealed class TransferTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blind_the_transferee_talks_to_the_target_whoever_transfers(bool byCaller)
    {
        var world = new SimulatedSwitch();
        AnswerOffers(world, "100", "101");
        var (caller, callee) = world.Talk("100", "101");
        var (transferor, transferee) = byCaller ? (caller, callee) : (callee, caller);
        var (transferorPhone, transfereePhone) = byCaller ? ("100", "101") : ("101", "100");

        world.Do(() => transferor.Refer("<sip:102@acme.example>"u8));
        Assert.Equal(["refer 202", "refer 100"], world.Phone(transferorPhone).Events);
        world.Do(() => world.Phone("102").Session.Ring(180));
        Assert.Contains("refer 180", world.Phone(transferorPhone).Events);
        Assert.Equal(transfereePhone, Endpoint.NameOf(world.Phone("102").Session.RemoteSdp));
        world.Do(() => world.Phone("102").Session.Answer(Endpoint.Sdp("102")));

        Assert.Contains("refer 200 final", world.Phone(transferorPhone).Events);
        Assert.Contains("offer 102", world.Phone(transfereePhone).Events);
        world.Advance(3);
        Assert.Equal(SessionState.Ended, transferor.State);
        Assert.Equal(SessionState.Confirmed, transferee.State);
        world.Do(() => transferee.Offer(Endpoint.Sdp("hold")));
        Assert.Contains("offer hold", world.Phone("102").Events);
        world.Do(() => world.Phone("102").Session.AnswerOffer(Endpoint.Sdp("held")));
        world.Do(() => world.Phone("102").Session.Hangup(EndCause.Normal));
        Assert.Equal("102", world.Record.Callee);
        world.AssertNothingLeft();
    }

    [Fact]
    public void Blind_to_somebody_busy_the_two_go_on_talking()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => callee.Refer("<sip:102@acme.example>"u8));
        world.Do(() => world.Phone("102").Session.Reject(486));
        Assert.Contains("refer 486 final", world.Phone("101").Events);
        world.Do(() => caller.Offer(Endpoint.Sdp("still there")));
        Assert.Contains("offer still there", world.Phone("101").Events);
        world.Do(() => callee.AnswerOffer(Endpoint.Sdp("yes")));
        world.Do(() => caller.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    [Fact]
    public void Blind_to_somebody_not_on_line_the_two_go_on_talking()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => caller.Refer("<sip:199@acme.example>"u8));
        Assert.Equal(["refer 202", "refer 100", "refer 480 final"], world.Phone("100").Events);
        world.Advance(5);
        Assert.Equal(SessionState.Confirmed, callee.State);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, callee.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void Blind_to_no_such_number_is_refused()
    {
        var world = new SimulatedSwitch();
        var (caller, _) = world.Talk("100", "101");
        world.Do(() => caller.Refer("<sip:77@acme.example>"u8));
        Assert.Contains("refer 404 final", world.Phone("100").Events);
        world.Do(() => caller.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blind_into_a_flow_the_transferee_goes_through_it_in_a_call_of_its_own_whoever_transfers(bool byCaller)
    {
        var world = new SimulatedSwitch
        {
            Plan = """
                variables: { digits: extension }
                numbers: { "300": menu }
                flows:
                  menu:
                    - set: { variable: digits, to: "102" }
                    - bridge: { to: "{digits}", ring-for: 10s }
                      then: { answered: end, default: next }
                    - bridge: { to: "ext:103" }
                """,
        };
        AnswerOffers(world, "100", "101");
        var (caller, callee) = world.Talk("100", "101");
        var (transferor, transferee) = byCaller ? (caller, callee) : (callee, caller);
        var (transferorPhone, transfereePhone) = byCaller ? ("100", "101") : ("101", "100");

        world.Do(() => transferor.Refer("<sip:300@acme.example>"u8));

        Assert.Contains("refer 202", world.Phone(transferorPhone).Events);
        Assert.Contains("refer 200 final", world.Phone(transferorPhone).Events);
        world.Advance(3);
        Assert.Equal(SessionState.Ended, transferor.State);
        Assert.Equal(SessionState.Confirmed, transferee.State);
        Assert.Equal(transfereePhone, Endpoint.NameOf(world.Phone("102").Session.RemoteSdp));
        world.Do(() => world.Phone("102").Session.Reject(486));
        world.Do(() => world.Phone("103").Session.Answer(Endpoint.Sdp("103")));
        Assert.Equal(SessionState.Confirmed, world.Phone("103").Session.State);
        world.Do(() => world.Phone("103").Session.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, transferee.State);

        world.AssertNothingLeft();
        Assert.Equal([("100", "101", 200), (transfereePhone, "300", 200)], world.Records.Select(record => (record.Caller, record.Dialled, record.SipStatus)));
        Assert.Equal(["set=done", "bridge=busy", "bridge=answered"], world.Records[1].Trace!.Entries.Select(entry => $"{entry.Step.Info.Name}={entry.Outcome}"));
    }

    [Fact]
    public void A_transferor_that_leaves_at_once_does_not_end_the_transfer()
    {
        var world = new SimulatedSwitch();
        AnswerOffers(world, "100");
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => callee.Refer("<sip:102@acme.example>"u8));
        world.Do(() => callee.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Confirmed, caller.State);
        world.Do(() => world.Phone("102").Session.Answer(Endpoint.Sdp("102")));
        Assert.Contains("offer 102", world.Phone("100").Events);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Contains(world.Phone("102").Events, heard => heard.StartsWith("ended", StringComparison.Ordinal));
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_transferor_gone_and_a_target_that_refuses_end_the_call()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => callee.Refer("<sip:102@acme.example>"u8));
        world.Do(() => callee.Hangup(EndCause.Normal));
        world.Do(() => world.Phone("102").Session.Reject(486));
        Assert.Equal(SessionState.Ended, caller.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_transferee_that_hangs_up_stops_the_ringing_of_the_target()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => callee.Refer("<sip:102@acme.example>"u8));
        world.Do(() => world.Phone("102").Session.Ring(180));
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Contains(world.Phone("102").Events, heard => heard.StartsWith("ended", StringComparison.Ordinal));
        world.AssertNothingLeft();
    }

    /// <summary>100 talks to 101 and, in a second call, to 102; then 101 and 102 shall talk. Each side of each call may be the transferor's.</summary>
    [Theory]
    [InlineData(1, true, true)]
    [InlineData(1, false, true)]
    [InlineData(1, true, false)]
    [InlineData(1, false, false)]
    [InlineData(2, true, true)]
    [InlineData(2, false, false)]
    [InlineData(3, true, false)]
    public void Attended_the_two_others_talk_whoever_called_whom(int workers, bool calledFirst, bool calledSecond)
    {
        for (var attempt = 0; attempt < (workers == 1 ? 1 : 6); attempt++)
        {
            var world = new SimulatedSwitch(workers);
            AnswerOffers(world, "100", "101", "102");
            for (var more = 0; more < attempt; more++) world.Do(() => world.Talk("103", "104").Caller.Hangup(EndCause.Normal));
            var first = calledFirst ? world.Talk("100", "101").Caller : world.Talk("101", "100").Callee;
            var second = calledSecond ? world.Talk("100", "102").Caller : world.Talk("102", "100").Callee;

            world.Do(() => first.Refer(ReferTo(second)));

            Assert.Contains("refer 200 final", world.Phone("100").Events);
            world.Advance(3);
            Assert.Equal(SessionState.Ended, first.State);
            Assert.Equal(SessionState.Ended, second.State);
            Assert.Contains("offer 101", world.Phone("102").Events);
            Assert.Contains("offer 102 answers", world.Phone("101").Events);
            var left = world.Phone("101").Sessions.Single(session => session.State == SessionState.Confirmed);
            world.Do(() => left.Offer(Endpoint.Sdp("hello")));
            Assert.Contains("offer hello", world.Phone("102").Events);
            world.Do(() => left.Hangup(EndCause.Normal));
            Assert.All(world.Phone("102").Sessions, session => Assert.Equal(SessionState.Ended, session.State));
            world.AssertNothingLeft();
        }
    }

    [Fact]
    public void A_dialog_of_another_account_is_none()
    {
        var world = new SimulatedSwitch();
        var (foreign, _) = world.Talk("900", "901");
        var (caller, callee) = world.Talk("100", "101");
        world.Do(() => caller.Refer(ReferTo(foreign, "901")));
        Assert.Contains("refer 404 final", world.Phone("100").Events);
        Assert.Equal(SessionState.Confirmed, foreign.State);
        Assert.Equal(SessionState.Confirmed, callee.State);

        world.Call("102", "100", headers: $"Replaces: {Dialog(foreign, ';')}\r\n");
        Assert.Contains("rejected 481", world.Phone("102").Events);
        Assert.Equal(SessionState.Confirmed, foreign.State);
        world.Do(() => foreign.Hangup(EndCause.Normal));
        world.Do(() => caller.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_INVITE_with_Replaces_takes_the_place_of_a_phone_that_talks(int workers)
    {
        for (var attempt = 0; attempt < (workers == 1 ? 1 : 6); attempt++)
        {
            var world = new SimulatedSwitch(workers);
            AnswerOffers(world, "100", "101");
            for (var more = 0; more < attempt; more++) world.Do(() => world.Talk("103", "104").Caller.Hangup(EndCause.Normal));
            var (caller, callee) = world.Talk("100", "101");
            var taker = world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
            Assert.Contains("offer 102", world.Phone("100").Events);
            Assert.Contains("answered 100 answers", world.Phone("102").Events);
            Assert.Equal(SessionState.Ended, callee.State);
            world.Do(() => taker.Hangup(EndCause.Normal));
            Assert.Equal(SessionState.Ended, caller.State);
            world.AssertNothingLeft();
        }
    }

    [Fact]
    public void A_refused_takeover_leaves_the_two_talking()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
        world.Do(() => caller.RejectOffer(488));
        Assert.Contains("rejected 488", world.Phone("102").Events);
        Assert.Equal(SessionState.Confirmed, callee.State);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, callee.State);
        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Calls_with_legs_on_two_workers_are_ended_by_the_switch_whichever_worker_stops_first(int first)
    {
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var world = new SimulatedSwitch(workers: 2);
            AnswerOffers(world, "100");
            for (var more = 0; more < attempt; more++) world.Do(() => world.Talk("103", "104").Caller.Hangup(EndCause.Normal));
            var (caller, callee) = world.Talk("100", "101");
            world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
            Assert.Equal((SessionState.Confirmed, SessionState.Ended), (caller.State, callee.State));
            foreach (var index in new[] { first, 1 - first })
            {
                var manager = world.Managers[index];
                ((ManualWorker)manager.Worker).Do(manager.EndAll);
                world.Settle();
            }

            world.AssertNothingLeft();
            Assert.Contains(world.Records, record => record is { EndedBy: CallEnder.Switch, Reason: "Shutting down" });
        }
    }

    [Fact]
    public void A_takeover_without_an_offer_gets_one_and_what_it_answers_is_told_on()
    {
        var world = new SimulatedSwitch();
        AnswerOffers(world, "100");
        var (caller, callee) = world.Talk("100", "101");
        var taker = world.Call("102", "101", withOffer: false, headers: $"Replaces: {Dialog(callee, ';')}\r\n");
        Assert.Contains("answered 100", world.Phone("102").Events);
        world.Do(() => taker.AnswerOffer(Endpoint.Sdp("102")));
        Assert.Contains("offer 102", world.Phone("100").Events);
        Assert.Equal(SessionState.Ended, callee.State);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal("102", world.Record.Callee);
        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_takeover_that_there_is_no_media_for_is_refused_and_the_two_go_on_talking(bool withOffer)
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Media.Ports = 0;
        world.Call("102", "100", withOffer, $"Replaces: {Dialog(caller, ';')}\r\n");
        world.Media.Ports = int.MaxValue;
        Assert.Contains("rejected 503", world.Phone("102").Events);
        world.Advance(5);
        Assert.Empty(world.Phone("100").Events);
        Assert.Equal((SessionState.Confirmed, SessionState.Confirmed), (caller.State, callee.State));
        world.Do(() => callee.Offer(Endpoint.Sdp("still there")));
        Assert.Equal(["offer still there"], world.Phone("100").Events);
        world.Do(() => caller.AnswerOffer(Endpoint.Sdp("yes")));
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal("101", world.Record.Callee);
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_taker_that_gives_up_leaves_the_two_talking_and_whoever_was_asked_hears_of_the_old_one_again()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        var taker = world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
        world.Do(() => taker.Hangup(EndCause.Normal));
        Assert.Equal((SessionState.Confirmed, SessionState.Confirmed), (caller.State, callee.State));
        world.Phone("101").WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("101"));
        world.Do(() => caller.AnswerOffer(Endpoint.Sdp("to 102")));
        world.Do(() => caller.AnswerOffer(Endpoint.Sdp("to 101")));
        Assert.Equal(["offer 102", "offer 101"], world.Phone("100").Events);
        Assert.Equal(["offer to 101"], world.Phone("101").Events);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, callee.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_call_that_ends_while_it_is_taken_over_leaves_nobody_behind()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        var taker = world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal((SessionState.Ended, SessionState.Ended), (callee.State, taker.State));
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_takeover_that_is_refused_when_the_old_party_has_left_ends_the_call()
    {
        var world = new SimulatedSwitch();
        var (caller, callee) = world.Talk("100", "101");
        world.Call("102", "101", headers: $"Replaces: {Dialog(callee, ';')}\r\n");
        world.Do(() => callee.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Confirmed, caller.State);
        world.Do(() => caller.RejectOffer(488));
        Assert.Contains("rejected 488", world.Phone("102").Events);
        Assert.Equal(SessionState.Ended, caller.State);
        world.AssertNothingLeft();
    }

    private static void AnswerOffers(SimulatedSwitch world, params string[] phones)
    {
        foreach (var phone in phones)
            world.Phone(phone).WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp($"{phone} answers"));
    }

    private static byte[] ReferTo(InviteSession other, string user = "102") =>
        Encoding.ASCII.GetBytes($"<sip:{user}@acme.example?Replaces={Uri.EscapeDataString(Dialog(other, ';'))}>");

    /// <summary>The dialog as the switch sees it: its own tag is the phone's remote one.</summary>
    private static string Dialog(InviteSession phone, char separator) =>
        $"{Encoding.ASCII.GetString(phone.CallId)}{separator}to-tag={Encoding.ASCII.GetString(phone.RemoteTag)}{separator}from-tag={phone.LocalTag:x16}";
}
