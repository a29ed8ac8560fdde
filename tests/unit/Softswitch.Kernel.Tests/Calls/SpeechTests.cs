using System.Text;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>The switch itself speaks with callers: prompts, digits, and whom they are bridged to afterwards.</summary>
public sealed class SpeechTests
{
    private const string Connection = "c=IN IP4 192.0.2.1\r\n";
    private const string Events = "a=rtpmap:101 telephone-event/8000\r\n";
    private const string Audio = "m=audio 4000 RTP/AVP 8 0 101\r\n" + Connection + Events;
    private const string Pcma = "m=audio 4000 RTP/AVP 8 101\r\n" + Connection + Events;

    private const string Menu = """
        variables: { choice: text }
        numbers: { "200": menu }
        flows:
          menu:
            - collect: { into: choice, prompt: [ welcome, menu ], max-digits: 2, timeout: 5s }
              then: { collected: sales, timeout: late, too-few: late }
          sales:
            - bridge: { to: ext:101, ring-for: 10s }
              then: { answered: bye, failed: late, no-answer: late }
          late: [ reject: { status: 486 } ]
          bye: [ play: { prompt: goodbye }, hang-up: { cause: normal } ]
        """;

    private readonly SimulatedSwitch _switch = new();

    private FakeVoice Voice => _switch.Media.Legs.Last(leg => leg is { IsClosed: false, Own.Listener: not null }).Own!;

    private List<string> Heard => _switch.Phone("100").Events;

    [Fact]
    public void Before_the_answer_a_prompt_is_early_media_and_costs_the_caller_nothing()
    {
        _switch.Plan = Numbered("[ play: { prompt: closed }, reject: { status: 486 } ]");
        _switch.Call("100", "200", media: Audio);
        Assert.Equal(["progress 183 -"], Heard);
        Assert.Equal(["closed in PCMA/8000"], _switch.Prompts.Loaded);
        Assert.Equal(["play 1 s"], Voice.Heard);
        _switch.Do(() => Voice.End());
        Assert.Contains("rejected 486", Heard);
        Assert.Equal((486, CallEnder.Switch), (_switch.Record.SipStatus, _switch.Record.EndedBy));
        Assert.Null(_switch.Record.AnsweredAt);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Digits_silence_the_prompt_and_lead_on_to_somebody_who_is_talked_to_without_another_negotiation()
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        Assert.Equal(["answered -"], Heard);
        Assert.Equal(["play 2 s"], Voice.Heard);
        Press("42");
        Assert.Contains("Stopped", Voice.Heard);
        var callee = _switch.Phone("101").Session;
        Assert.Equal("100", Endpoint.NameOf(callee.RemoteSdp));
        _switch.Do(() => callee.Answer(Sdp("101", Audio)));
        Assert.Equal(["answered -"], Heard);
        Assert.Equal((SessionState.Confirmed, SessionState.Confirmed), (caller.State, callee.State));
        Assert.Equal("100", _switch.Media.Legs[1].Other!.Heard);

        _switch.Do(() => callee.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Confirmed, caller.State);
        Assert.Contains("play 1 s", Voice.Heard);
        _switch.Do(() => Voice.End());
        Assert.Equal(SessionState.Ended, caller.State);
        Assert.Equal(("101", 200, CallEnder.Switch), (_switch.Record.Callee, _switch.Record.SipStatus, _switch.Record.EndedBy));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Who_answers_in_another_codec_is_offered_to_the_caller_at_the_same_place()
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        Press("42");
        _switch.Do(() => _switch.Phone("101").Session.Answer(Sdp("101", Pcma)));
        Assert.Equal(["answered -", "offer 101"], Heard.Where(heard => heard.StartsWith("answered", StringComparison.Ordinal) || heard.StartsWith("offer", StringComparison.Ordinal)));
        _switch.Do(() => caller.AnswerOffer(Sdp("100", Pcma)));
        // What the caller answered is what the other one was told of already.
        Assert.DoesNotContain(_switch.Phone("101").Events, heard => heard.StartsWith("offer", StringComparison.Ordinal));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(CallEnder.Caller, _switch.Record.EndedBy);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Who_rings_for_an_answered_caller_is_heard_ringing()
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        Press("42");
        _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        Assert.Contains("play 180 s", Voice.Heard);
        Assert.Equal(["answered -"], Heard);
        var voice = Voice;
        _switch.Do(() => _switch.Phone("101").Session.Answer(Sdp("101", Audio)));
        Assert.False(voice.IsSpeaking);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=4\r\nDuration=160\r\n", "Signal= 2\r\n")]
    [InlineData("application/dtmf", "4", "2\r\n")]
    [InlineData("application/DTMF-Relay; charset=utf-8", "Duration=100\r\nsignal = 10", "Signal=*")]
    public void Digits_come_by_INFO_as_well(string type, string first, string second)
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        foreach (var body in (string[])[first, second]) _switch.Do(() => caller.Send(SipMethod.Info, Encoding.ASCII.GetBytes(type), Encoding.ASCII.GetBytes(body)));
        Assert.Contains("incoming 100", _switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_phone_that_sends_each_key_both_ways_has_pressed_it_once(bool soundFirst)
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        if (soundFirst) Press("4");
        _switch.Do(() => caller.Send(SipMethod.Info, "application/dtmf-relay"u8, "Signal=4\r\n"u8));
        if (!soundFirst) Press("4");
        Assert.Empty(_switch.Phone("101").Events);
        _switch.Advance(3.5);
        Assert.Contains("incoming 100", _switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Without_a_digit_in_time_the_plan_goes_on()
    {
        _switch.Plan = Menu;
        _switch.Call("100", "200", media: Audio);
        _switch.Advance(6);
        Assert.DoesNotContain(Heard, heard => heard.StartsWith("ended", StringComparison.Ordinal));
        _switch.Do(() => Voice.End());
        _switch.Advance(4.8);
        Assert.DoesNotContain(Heard, heard => heard.StartsWith("ended", StringComparison.Ordinal));
        _switch.Advance(0.4);
        Assert.Contains(Heard, heard => heard.StartsWith("ended", StringComparison.Ordinal));
        Assert.Equal((200, 17), (_switch.Record.SipStatus, _switch.Record.Q850Cause));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_hold_while_the_switch_speaks_is_answered_by_the_switch()
    {
        _switch.Plan = Menu;
        var caller = _switch.Call("100", "200", media: Audio);
        _switch.Do(() => caller.Offer(Sdp("hold", Audio + "a=sendonly\r\n")));
        Assert.Contains("offer answered -", Heard);
        Assert.Contains("a=recvonly", Encoding.ASCII.GetString(caller.RemoteSdp!), StringComparison.Ordinal);
        _switch.Do(() => caller.Offer(null));
        Assert.Contains("offer -", Heard);
        _switch.Do(() => caller.AnswerOffer(Sdp("back", Audio)));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Prompts_are_played_in_the_language_of_the_call_which_a_plan_may_change()
    {
        _switch.Plan = "variables: { language: { type: text, default: es } }\n"
            + Numbered("[ play: { prompt: welcome }, set: { variable: language, to: en }, play: { prompt: welcome }, set: { variable: language, to: \"no language\" }, play: { prompt: bye }, hang-up: {} ]");
        var caller = _switch.Call("100", "200", media: Audio);
        for (var i = 0; i < 3; i++) _switch.Do(() => Voice.End());
        Assert.Equal(["welcome in es in PCMA/8000", "welcome in en in PCMA/8000", "bye in PCMA/8000"], _switch.Prompts.Loaded);
        Assert.Equal(SessionState.Ended, caller.State);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_without_an_offer_is_answered_and_spoken_to_once_its_ACK_has_said_where()
    {
        _switch.Plan = Numbered("[ play: { prompt: closed }, hang-up: {} ]");
        var caller = _switch.Call("100", "200", withOffer: false);
        Assert.Equal(["answered -"], Heard);
        _switch.Do(() => caller.AnswerOffer(Sdp("100", Pcma)));
        Assert.Equal(["play 1 s"], Voice.Heard);
        _switch.Do(() => Voice.End());
        Assert.Equal(SessionState.Ended, caller.State);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void After_a_conversation_in_a_codec_that_the_switch_does_not_speak_the_caller_is_offered_one_that_it_does()
    {
        const string g729 = "m=audio 4000 RTP/AVP 18 8\r\n" + Connection + "a=rtpmap:18 G729/8000\r\n";
        _switch.Plan = Numbered("[ { bridge: { to: ext:101 }, then: { answered: bye } } ]\n  bye: [ play: { prompt: goodbye }, hang-up: {} ]");
        var caller = _switch.Call("100", "200", media: g729);
        _switch.Do(() => _switch.Phone("101").Session.Answer(Sdp("101", g729.Replace("18 8", "18", StringComparison.Ordinal))));
        _switch.Do(() => _switch.Phone("101").Session.Hangup(EndCause.Normal));
        Assert.Contains("offer -", Heard);
        _switch.Do(() => caller.AnswerOffer(Sdp("100", Pcma)));
        Assert.Equal(["play 1 s"], Voice.Heard);
        _switch.Do(() => Voice.End());
        Assert.Equal(SessionState.Ended, caller.State);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Media_that_goes_from_phone_to_phone_comes_through_the_switch_from_the_first_prompt_on()
    {
        var direct = new SimulatedSwitch { IsDirect = true, Plan = Menu };
        var caller = direct.Call("100", "200", media: Audio);
        Assert.True(direct.Media.Legs[0].IsClosed);
        direct.Do(() => direct.Media.Legs[1].Own!.Listener!.OnKeyDown('4'));
        direct.Do(() => direct.Media.Legs[1].Own!.Listener!.OnKeyDown('2'));
        direct.Do(() => direct.Phone("101").Session.Answer(Sdp("101", Audio)));
        Assert.NotNull(direct.Media.Legs[2].Own);
        Assert.Same(direct.Media.Legs[2], direct.Media.Legs[1].Other);
        direct.Do(() => caller.Hangup(EndCause.Normal));
        direct.AssertNothingLeft();
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_an_error_and_the_flow_for_errors_runs()
    {
        _switch.Plan = "on-error: sorry\n" + Numbered("[ play: { prompt: missing } ]\n  sorry: [ reject: { status: 404 } ]");
        _switch.Call("100", "200", media: Audio);
        Assert.Contains("rejected 404", Heard);
        Assert.Contains("missing", Assert.Single(_switch.Failures.Texts), StringComparison.Ordinal);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Who_has_no_codec_in_common_with_the_switch_gets_the_outcome_error()
    {
        _switch.Plan = Numbered("[ play: { prompt: closed } ]");
        _switch.Call("100", "200", media: "m=audio 4000 RTP/SAVP 0\r\n" + Connection);
        Assert.Contains("rejected 503", Heard);
        _switch.AssertNothingLeft();
    }

    [Theory]
    [InlineData("[ play: { prompt: a } ]")]
    [InlineData("[ answer: {}, play: { prompt: a } ]")]
    [InlineData("[ answer: {}, { collect: { into: choice }, then: { collected: end, timeout: end, too-few: end } } ]")]
    [InlineData("[ { collect: { into: choice, prompt: a }, then: { collected: end, timeout: end, too-few: end } } ]")]
    [InlineData("[ bridge: { to: ext:101 } ]")]
    [InlineData("[ answer: {}, bridge: { to: [ ext:101, ext:102 ], order: sequence } ]")]
    public void Hanging_up_in_any_operation_leaves_nothing(string flow)
    {
        foreach (var withOffer in (bool[])[true, false])
        {
            foreach (var wait in (double[])[0, 0.5, 3])
            {
                var world = new SimulatedSwitch { Plan = "variables: { choice: text }\n" + Numbered(flow) };
                var caller = world.Call("100", "200", withOffer, media: Audio);
                world.Advance(wait);
                world.Do(() => caller.Hangup(EndCause.Normal));
                world.AssertNothingLeft();
                Assert.Equal(CallEnder.Caller, world.Record.EndedBy);
            }
        }
    }

    private static string Numbered(string flow) => $"numbers: {{ \"200\": f }}\nflows:\n  f: {flow}\n";

    private static byte[] Sdp(string name, string media) => [.. Endpoint.Sdp(name), .. Encoding.ASCII.GetBytes(media)];

    private void Press(string digits)
    {
        foreach (var digit in digits) _switch.Do(() => Voice.Listener!.OnKeyDown(digit));
    }
}
