using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What comes into live calls is kept where the account says so, and runs the plan to the same trace again.</summary>
public sealed class RecordingTests
{
    private const string Plan = """
        record-inputs: true
        numbers: { "200": desk, "300": round }
        flows:
          desk:
            - bridge: { to: ext:101, ring-for: 10s }
              then: { answered: end, busy: next, no-answer: next }
            - bridge: { to: [ext:102, ext:103] }
              then: { rejected: round }
          round:
            - bridge: { to: ext:104, ring-for: 5s }
              then: { no-answer: { goto: round, at-most: 1, else: end } }
        """;

    private static readonly Dictionary<string, Action<SimulatedSwitch, InviteSession>> Happenings = new()
    {
        ["somebody answers and hangs up"] = (world, _) => HangUp(world, Answer(world, "101")),
        ["the caller hangs up in the conversation"] = (world, caller) =>
        {
            Answer(world, "101");
            HangUp(world, caller);
        },
        ["the caller gives up while it rings"] = (world, caller) => HangUp(world, caller),
        ["busy, then both of two refuse, then it rings in vain twice"] = InVain,
    };

    private readonly SimulatedSwitch _switch = new() { Plan = Plan };

    public static TheoryData<string> Calls => [.. Happenings.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_runs_to_the_same_trace_again(string what)
    {
        Happenings[what](_switch, _switch.Call("100", "200"));

        _switch.AssertNothingLeft();
        var record = _switch.Record;
        var recording = CallRecording.Parse(record.Inputs!.ToJson());
        var (again, divergence) = new Replayer(account => new ModuleStepHost([], account.Services)).Run(_switch.Acme.Plan, recording);
        Assert.True(divergence is null, $"{what}: {divergence}");
        Assert.Null(TraceDifference.First(TraceJson.Text(record.Trace!), TraceJson.Text(again)));
        Assert.Equal((record.Id, "acme", _switch.Acme.Plan.Version, false), (recording.Call, recording.Account, recording.Plan, recording.IsCut));
    }

    [Fact]
    public void Where_the_account_does_not_ask_for_it_nothing_is_kept()
    {
        var world = new SimulatedSwitch();
        HangUp(world, world.Talk("100", "101").Caller);
        world.AssertNothingLeft();

        Assert.Null(world.Record.Inputs);
    }

    private static InviteSession Answer(SimulatedSwitch world, string number)
    {
        world.Do(() => world.Phone(number).Session.Ring(180));
        world.Advance(2);
        var session = world.Phone(number).Session;
        world.Do(() => session.Answer(Endpoint.Sdp(number)));
        world.Advance(3);
        return session;
    }

    private static void HangUp(SimulatedSwitch world, InviteSession session) => world.Do(() => session.Hangup(EndCause.Normal));

    private static void InVain(SimulatedSwitch world, InviteSession caller)
    {
        world.Advance(1);
        world.Do(() => world.Phone("101").Session.Reject(486));
        world.Do(() => world.Phone("102").Session.Reject(603));
        world.Do(() => world.Phone("103").Session.Reject(603));
        world.Advance(20);
    }
}
