using System.Text;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What the steps of a plan do to a call.</summary>
public sealed class FlowTests
{
    private readonly SimulatedSwitch _switch = new();

    private List<string> Heard => _switch.Phone("100").Events;

    [Theory]
    [InlineData("redirect: { to: [ ext:101, sip:night@192.0.2.9 ] }", 302, 0)]
    [InlineData("reject: { status: 403 }", 403, 21)]
    [InlineData("hang-up: { cause: busy }", 486, 17)]
    [InlineData("hang-up: { cause: failure }", 503, 41)]
    [InlineData("hang-up: {}", 480, 16)]
    public void A_call_that_is_not_answered_is_refused_as_the_plan_says(string step, int status, int cause)
    {
        _switch.Plan = Numbered($"[ {step} ]");
        _switch.Call("100", "200");
        Assert.Contains($"rejected {status}", Heard);
        Assert.Equal((status, CallEnder.Switch), (_switch.Record.SipStatus, _switch.Record.EndedBy));
        if (cause != 0) Assert.Equal(cause, _switch.Record.Q850Cause);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void One_after_the_other_is_rung_and_the_one_who_answers_has_the_call()
    {
        _switch.Plan = Numbered("[ bridge: { to: [ ext:101, ext:102, ext:103 ], order: sequence, ring-for: 5s } ]");
        _switch.Call("100", "200");
        Assert.Empty(_switch.Phone("102").Events);
        _switch.Do(() => _switch.Phone("101").Session.Reject(486));
        Assert.Contains("incoming 100", _switch.Phone("102").Events);
        _switch.Advance(5.5);
        _switch.Do(() => _switch.Phone("103").Session.Answer(Endpoint.Sdp("103")));
        Assert.Contains("answered 103", Heard);
        _switch.Do(() => _switch.Phone("103").Session.Hangup(EndCause.Normal));
        Assert.Equal(("103", CallEnder.Callee), (_switch.Record.Callee, _switch.Record.EndedBy));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Phones_are_shown_whom_the_plan_says()
    {
        _switch.Plan = Numbered("[ bridge: { to: ext:101, show-number: \"+50640001000\", show-name: Acme Sales } ]");
        var caller = _switch.Call("100", "200");
        var shown = Encoding.UTF8.GetString(_switch.Phone("101").Session.RemoteParty);
        Assert.StartsWith("\"Acme Sales\" <sip:+50640001000@acme.example>", shown, StringComparison.Ordinal);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void When_the_callee_has_gone_the_caller_is_bridged_to_somebody_else()
    {
        _switch.Plan = Numbered("[ { bridge: { to: ext:101 }, then: { answered: next } }, bridge: { to: ext:102 } ]");
        var caller = _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Answer(Endpoint.Sdp("101")));
        _switch.Do(() => _switch.Phone("101").Session.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Confirmed, caller.State);
        Assert.Contains("incoming 100", _switch.Phone("102").Events);
        _switch.Do(() => _switch.Phone("102").Session.Answer(Endpoint.Sdp("102 here") is var sdp ? [.. sdp, .. "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n"u8] : []));
        Assert.Contains("offer 102 here", Heard);
        _switch.Do(() => caller.AnswerOffer(Endpoint.Sdp("100")));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Contains(_switch.Phone("102").Events, heard => heard.StartsWith("ended Remote", StringComparison.Ordinal));
        Assert.Equal(("102", CallEnder.Caller), (_switch.Record.Callee, _switch.Record.EndedBy));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_who_has_transferred_the_other_one_away_leaves_no_flow_behind()
    {
        _switch.Plan = Numbered("[ { bridge: { to: ext:101 }, then: { answered: next } }, bridge: { to: ext:103 } ]");
        var caller = _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Answer(Endpoint.Sdp("101")));
        _switch.Do(() => caller.Refer("<sip:102@acme.example>"u8.ToArray()));
        _switch.Do(() => _switch.Phone("102").Session.Answer(Endpoint.Sdp("102")));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.Do(() => _switch.Phone("102").Session.Hangup(EndCause.Normal));
        Assert.Empty(_switch.Phone("103").Events);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void When_a_transfer_by_the_callee_fails_after_it_has_left_the_caller_s_flow_goes_on()
    {
        _switch.Plan = Numbered("[ { bridge: { to: ext:101 }, then: { answered: next } }, bridge: { to: ext:103 } ]");
        var caller = _switch.Call("100", "200");
        var callee = _switch.Phone("101").Session;
        _switch.Do(() => callee.Answer(Endpoint.Sdp("101")));
        _switch.Do(() => callee.Refer("<sip:102@acme.example>"u8.ToArray()));
        _switch.Do(() => callee.Hangup(EndCause.Normal));
        _switch.Do(() => _switch.Phone("102").Session.Reject(486));
        Assert.Contains("incoming 100", _switch.Phone("103").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    private static string Numbered(string flow) => $"numbers: {{ \"200\": f }}\nflows:\n  f: {flow}\n";
}
