using System.Globalization;
using Softswitch.Dialplan.Engine;
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

        recorder!.CallEnded(result.Record, isEndedOutside: false);
        var (again, divergence) = new Replayer(_ => plan).Run(built, recorder.Recording!);

        Assert.Null(divergence);
        Assert.Equal("7 at 10:00:01.000, gold", Assert.Single(again.Entries[0].Why));
        Assert.Equal(TraceJson.Text(result.Trace, withTimes: false), TraceJson.Text(again, withTimes: false));
    }

    [Fact]
    public async Task What_plugins_were_told_by_their_stores_is_told_again()
    {
        var account = new SimulatedAccount("acme");
        var live = account.Services("gate");
        var store = (IKeyValueStore)live.GetService(typeof(IKeyValueStore))!;
        await store.SetAsync("forward/100", "+32475000001", default);
        account.Presence["101"] = ExtensionState.Busy;
        account.Presence["102"] = ExtensionState.Away;
        account.Ledger.Begin(5);
        var recorder = new RecordingCall(new SimulatedCallStub(), plan: 3, seed: 7, layers: 2);

        var told = await AskAsync(recorder.Listen("gate", live));
        recorder.CallEnded(new CallSummary(Guid.Empty, "acme", new CallParty("1"), "2", default, default, null, HangupCause.Normal), isEndedOutside: false);
        var recording = CallRecording.Parse(recorder.Recording!.ToJson());
        var again = new SimulatedAccount("acme") { Replay = recording };

        Assert.Equal("+32475000001 1, none, forward/100, True, 5 USD, True, Busy, True, Away, acme", told);
        Assert.Equal(told, await AskAsync(again.Services("gate")));
        Assert.Equal("none", await ValueAsync(again.Services("other"), "forward/100"));
        Assert.Equal((3, 2, 7UL, false), (recording.Plan, recording.Layers, recording.Seed, recording.IsCut));

        static async Task<string> AskAsync(IServiceProvider services)
        {
            var store = (IKeyValueStore)services.GetService(typeof(IKeyValueStore))!;
            var presence = (IPresence)services.GetService(typeof(IPresence))!;
            var ledger = (ILedger)services.GetService(typeof(ILedger))!;
            return string.Join(", ", [
                await ValueAsync(services, "forward/100"), await ValueAsync(services, "none"), string.Join(' ', await store.KeysAsync("forward/", null, default)), await store.TrySetAsync("new", "x", 0, default),
                (await ledger.GetBalanceAsync(default)) is { } balance ? $"{balance.Amount} {balance.Currency}" : "", await ledger.ReserveAsync("a", 2, TimeSpan.FromMinutes(1), default),
                presence["101"], presence.IsOnline("101"), presence.Reported("102")?.State, ((IDirectory)services.GetService(typeof(IDirectory))!).Account]);
        }

        static async Task<string> ValueAsync(IServiceProvider services, string key) =>
            await ((IKeyValueStore)services.GetService(typeof(IKeyValueStore))!).GetAsync(key, default) is { } value ? $"{value.Value} {value.Version}" : "none";
    }

    [Fact]
    public void Whoever_wants_to_know_of_an_answer_is_told_while_it_is_recorded_and_when_it_is_replayed()
    {
        var told = new List<string>();
        var plan = new TestPlan().Step("main", "talk", async (call, hangup) =>
        {
            await ((IFlowPosition)call).TalkAsync(new BridgeRequest { Targets = [DialTarget.Extension("100")] }, () => told.Add($"{(call.Clock.GetUtcNow() - call.StartedAt).TotalSeconds}"), hangup);
            return Outcome.Done;
        });
        var built = plan.Build();
        RecordingCall? recorder = null;
        var result = new Simulator(_ => plan) { Wrap = call => recorder = new RecordingCall(call) }.Run(built, Calls.Script);
        recorder!.CallEnded(result.Record, isEndedOutside: false);

        _ = new Replayer(_ => plan).Run(built, CallRecording.Parse(recorder.Recording!.ToJson()));

        Assert.Equal(["3", "3"], told);
    }

    [Fact]
    public void A_recording_has_a_bound()
    {
        var recorder = new RecordingCall(new SimulatedCallStub());
        for (var i = 0; i < 2000; i++) recorder.Answered("gate", "store.get a", "null");
        recorder.CallEnded(new CallSummary(Guid.Empty, "acme", new CallParty("1"), "2", default, default, null, HangupCause.Normal), isEndedOutside: false);

        Assert.Equal((1000, true), (recorder.Recording!.Answers.Length, recorder.Recording.IsCut));
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

    /// <summary>A call with which nothing is done.</summary>
    private sealed class SimulatedCallStub : ICallControl
    {
        public Guid Id => Guid.Empty;

        public string Account => "acme";

        public CallParty Caller => new("1");

        public string Dialled => "2";

        public DateTimeOffset StartedAt => DateTimeOffset.UnixEpoch;

        public ICallHeaders Headers => throw new NotSupportedException();

        public TimeProvider Clock => TimeProvider.System;

        public ICallQueue Queue => throw new NotSupportedException();

        public CallState State => CallState.Incoming;

        public ValueTask RingAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask AnswerAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets) => throw new NotSupportedException();

        public ValueTask HangupAsync(HangupCause cause) => throw new NotSupportedException();

        public ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation) => throw new NotSupportedException();

        public TFeature? Feature<TFeature>()
            where TFeature : class => null;
    }

    private static (CallTrace Trace, CallRecording Recording) Record(Plan plan, CallScript script)
    {
        RecordingCall? recorder = null;
        var result = new Simulator(account => new ModuleStepHost([], account.Services)) { Wrap = call => recorder = new RecordingCall(call) }.Run(plan, script);
        recorder!.CallEnded(result.Record, result.IsEndedByCaller);
        var recording = recorder.Recording!;
        return (result.Trace, result.IsEndedByCaller ? recording with { EndedAfter = script.HangsUpAfter } : recording);
    }
}
