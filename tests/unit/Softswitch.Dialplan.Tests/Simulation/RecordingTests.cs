using System.Globalization;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Tests.Engine;
using Softswitch.Dialplan.Tests.Testing;
using Softswitch.Dialplan.Traces;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Simulation;

public sealed class RecordingTests
{
    private static readonly CallScript Office = new()
    {
        Dialled = "+3225550100",
        Presses = [new KeyPresses("2580", TimeSpan.FromSeconds(3))],
        Callees = new Dictionary<string, CalleeScript> { ["ext:100"] = new() { Behaviour = CalleeBehaviour.Busy }, ["ext:101"] = new() { TalksFor = TimeSpan.FromMinutes(3) } },
    };

    public static TheoryData<CallScript> Scripts =>
    [
        Office,
        Office with { HangsUpAfter = TimeSpan.FromSeconds(3) },
        Office with { HangsUpAfter = TimeSpan.FromSeconds(40) },
        Office with { Presses = [] },
        Office with { Dialled = "100" },
        Office with { Dialled = "999" },
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_recorded_call_runs_to_the_same_trace_again(CallScript script)
    {
        var (trace, recording) = Record(SamplePlan.Plan, script);

        var (again, divergence) = new Replayer(account => new ModuleStepHost([], account.Services)).Run(SamplePlan.Plan, CallRecording.Parse(recording.ToJson()));

        Assert.Null(divergence);
        Assert.Equal(TraceJson.Text(trace, withTimes: false), TraceJson.Text(again, withTimes: false));
    }

    [Fact]
    public void Steps_of_plugins_see_the_same_clock_digits_and_header_fields_again()
    {
        var plan = new TestPlan().Step(
            "main",
            "look",
            async (call, hangup) =>
            {
                var digits = await call.CollectAsync(CollectOptions.OneDigit, hangup);
                call.Explain($"{digits.Digits} at {call.Clock.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}, {call.Headers["Subject"][0]}");
                await Task.Delay(TimeSpan.FromSeconds(5), call.Clock, hangup);
                return Outcome.Done;
            });
        var built = plan.Build();
        RecordingCall? recorder = null;
        var result = new Simulator(_ => plan) { Wrap = call => recorder = new RecordingCall(call) }.Run(
            built,
            Calls.Script with { Presses = [new KeyPresses("7")], Headers = new Dictionary<string, string> { ["Subject"] = "gold" } });

        var (again, divergence) = new Replayer(_ => plan).Run(built, recorder!.Complete(result.Record, isEndedOutside: false));

        Assert.Null(divergence);
        Assert.Equal("7 at 10:00:01.000, gold", Assert.Single(again.Entries[0].Why));
        Assert.Equal(TraceJson.Text(result.Trace, withTimes: false), TraceJson.Text(again, withTimes: false));
    }

    [Fact]
    public void Another_plan_shows_where_it_goes_another_way()
    {
        var (_, recording) = Record(SamplePlan.Plan, Office);
        var other = SamplePlan.Compile("""
            dialplan: 1
            account: acme
            numbers: { "+3225550100": office }
            flows:
              office:
                - play: { prompt: welcome }
                - bridge: { to: "ext:100" }
            """);

        var (_, divergence) = new Replayer(account => new ModuleStepHost([], account.Services)).Run(other, recording);

        Assert.Equal("the plan asks for bridge ext:100, the recording has answer", divergence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"recording\":2}")]
    public void What_is_no_recording_is_refused(string json) => Assert.Throws<FormatException>(() => CallRecording.Parse(json));

    private static (CallTrace Trace, CallRecording Recording) Record(Plan plan, CallScript script)
    {
        RecordingCall? recorder = null;
        var result = new Simulator(account => new ModuleStepHost([], account.Services)) { Wrap = call => recorder = new RecordingCall(call) }.Run(plan, script);
        var recording = recorder!.Complete(result.Record, result.IsEndedByCaller);
        return (result.Trace, result.IsEndedByCaller ? recording with { EndedAfter = script.HangsUpAfter } : recording);
    }
}
