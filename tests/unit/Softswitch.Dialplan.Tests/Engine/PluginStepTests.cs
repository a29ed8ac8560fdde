using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Simulation;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>What the code of a plugin may do wrong, on a clock that jumps.</summary>
public sealed class PluginStepTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_step_that_takes_too_long_is_told_and_is_an_error()
    {
        var result = new TestPlan()
            .Step("main", "slow", async (call, hangup) => { await Task.Delay(Hour, call.Clock, hangup); return Outcome.Done; }, "done: end", "error: rest")
            .Step("rest", "rest", _ => Outcome.Done)
            .Run();

        Assert.Equal("slow=error rest=done", result.Path());
        Assert.Equal(10_000, result.Trace.Entries[0].Took);
        var failure = Assert.Single(result.Failures);
        Assert.Equal(StepFailureReason.Deadline, failure.Reason);
        Assert.Equal("slow took longer than 10 s", failure.Text);
    }

    [Fact]
    public void A_step_that_does_not_listen_is_left_to_itself_two_seconds_later()
    {
        var late = "nothing";
        var result = new TestPlan()
            .Step(
                "main",
                "deaf",
                async (call, _) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(20), call.Clock, CancellationToken.None);
                    try
                    {
                        await call.PlayAsync("too-late", CancellationToken.None);
                    }
                    catch (Exception e)
                    {
                        late = e.GetType().Name;
                    }

                    return "late";
                },
                "late: end",
                "error: rest")
            .Step("rest", "rest", async (call, hangup) => { await Task.Delay(TimeSpan.FromSeconds(9), call.Clock, hangup); return Outcome.Done; })
            .Run();

        Assert.Equal("deaf=error rest=done", result.Path());
        Assert.Equal(12_000, result.Trace.Entries[0].Took);
        Assert.Equal(StepFailureReason.Abandoned, Assert.Single(result.Failures).Reason);
        Assert.Equal(nameof(OperationCanceledException), late);
        Assert.Empty(result.Prompts);
    }

    [Fact]
    public void Time_in_the_calls_own_operations_does_not_count()
    {
        var result = new TestPlan()
            .Step(
                "main",
                "talk",
                async (call, hangup) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(4), call.Clock, hangup);
                    await call.BridgeAsync(new BridgeRequest { Targets = [DialTarget.Extension("100")] }, hangup);
                    await Task.Delay(TimeSpan.FromSeconds(5), call.Clock, hangup);
                    return Outcome.Done;
                })
            .Run(Calls.Script with { Others = new CalleeScript { TalksFor = Hour } });

        Assert.Equal("talk=done", result.Path());
        Assert.Empty(result.Failures);
        Assert.Equal(Hour + TimeSpan.FromSeconds(5), result.Record.Duration);
    }

    [Fact]
    public void The_time_before_and_after_an_operation_adds_up()
    {
        var result = new TestPlan()
            .Step(
                "main",
                "talk",
                async (call, hangup) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(6), call.Clock, hangup);
                    await call.PlayAsync("welcome", hangup);
                    await Task.Delay(TimeSpan.FromSeconds(6), call.Clock, hangup);
                    return Outcome.Done;
                })
            .Run();

        Assert.Equal(StepFailureReason.Deadline, Assert.Single(result.Failures).Reason);
        Assert.Equal(12_000, result.Trace.Entries[0].Took);
    }

    [Fact]
    public void Hanging_up_ends_a_step_wherever_it_waits_and_each_further_operation_throws()
    {
        var thrown = new List<string>();
        var result = new TestPlan()
            .Step(
                "main",
                "menu",
                async (call, hangup) =>
                {
                    for (var i = 0; i < 2; i++)
                    {
                        try
                        {
                            await call.PlayAsync("welcome", hangup);
                        }
                        catch (CallEndedException e)
                        {
                            thrown.Add($"{e.Cause.Q850}");
                        }
                    }

                    hangup.ThrowIfCancellationRequested();
                    return Outcome.Done;
                })
            .Step("main", "never", _ => Outcome.Done)
            .Run(Calls.Script with { HangsUpAfter = TimeSpan.FromSeconds(1) });

        Assert.Equal("menu=-", result.Path().Replace("done", "-", StringComparison.Ordinal));
        Assert.Equal(["16", "16"], thrown);
        Assert.Equal(487, result.Status);
        Assert.True(result.IsEndedByCaller);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Hanging_up_cancels_what_is_no_operation_of_the_call()
    {
        var result = new TestPlan()
            .Step("main", "wait", async (call, hangup) => { await Task.Delay(TimeSpan.FromSeconds(8), call.Clock, hangup); return Outcome.Done; })
            .Run(Calls.Script with { HangsUpAfter = TimeSpan.FromSeconds(3) });

        Assert.Equal("wait=-", result.Path());
        Assert.Equal(3_000, result.Trace.Entries[0].Took);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Two_operations_at_a_time_are_refused()
    {
        var result = new TestPlan()
            .Step(
                "main",
                "both",
                async (call, hangup) =>
                {
                    var first = call.PlayAsync("one", hangup);
                    await Assert.ThrowsAsync<InvalidOperationException>(async () => await call.PlayAsync("two", hangup));
                    await first;
                    return Outcome.Done;
                })
            .Run();

        Assert.Equal("both=done", result.Path());
        Assert.Equal(["one"], result.Prompts);
    }

    [Fact]
    public void An_operation_that_was_not_waited_for_ends_with_the_step()
    {
        var result = new TestPlan()
            .Step("main", "careless", (call, hangup) => { _ = call.PlayAsync("one", hangup).AsTask(); return ValueTask.FromResult(Outcome.Done); })
            .Step("main", "next", async (call, hangup) => { await call.PlayAsync("two", hangup); return Outcome.Done; })
            .Run();

        Assert.Equal("careless=done next=done", result.Path());
        Assert.Equal(0, result.Trace.Entries[0].Took);
        Assert.Equal(["one", "two"], result.Prompts);
    }

    [Fact]
    public void Work_beside_a_step_is_cancelled_when_it_returns_and_awaited()
    {
        var log = new List<string>();
        var result = new TestPlan()
            .Step(
                "main",
                "music",
                async (call, hangup) =>
                {
                    call.RunAlongside(async token =>
                    {
                        log.Add("begins");
                        try
                        {
                            await Task.Delay(Hour, call.Clock, token);
                        }
                        finally
                        {
                            await Task.Delay(TimeSpan.FromSeconds(1), call.Clock, CancellationToken.None);
                            log.Add("ends");
                        }
                    });
                    await call.PlayAsync("welcome", hangup);
                    log.Add("returns");
                    return Outcome.Done;
                })
            .Step("main", "next", _ => { log.Add("next"); return Outcome.Done; })
            .Run();

        Assert.Equal("music=done next=done", result.Path());
        Assert.Equal(["begins", "returns", "ends", "next"], log);
    }

    [Fact]
    public void Work_for_the_end_of_the_call_is_done_in_order_with_the_record()
    {
        var log = new List<string>();
        var result = new TestPlan()
            .Step("main", "a", call => { call.OnEnded(async (summary, token) => { await Task.Delay(TimeSpan.FromSeconds(5), call.Clock, token); log.Add($"a {summary.Cause.Q850}"); }); return Outcome.Done; })
            .Step("main", "b", call => { call.OnEnded((summary, _) => { log.Add($"b {summary.Dialled}"); return default; }); return Outcome.Done; })
            .Run();

        Assert.Equal(["a 18", "b main"], log);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Work_for_the_end_that_takes_longer_than_30_s_is_left_and_the_next_is_done()
    {
        var log = new List<string>();
        var result = new TestPlan()
            .Step("main", "deaf", call => { call.OnEnded(async (_, _) => await Task.Delay(Hour, call.Clock, CancellationToken.None)); return Outcome.Done; })
            .Step("main", "slow", call => { call.OnEnded(async (_, token) => await Task.Delay(Hour, call.Clock, token)); return Outcome.Done; })
            .Step("main", "bad", call => { call.OnEnded((_, _) => throw new FormatException("oh")); return Outcome.Done; })
            .Step("main", "good", call => { call.OnEnded((_, _) => { log.Add("good"); return default; }); return Outcome.Done; })
            .Run();

        Assert.Equal([StepFailureReason.Abandoned, StepFailureReason.Deadline, StepFailureReason.Threw], result.Failures.Select(failure => failure.Reason));
        Assert.Equal(["good"], log);
    }

    [Fact]
    public void A_call_is_over_for_work_at_its_end()
    {
        var state = CallState.Incoming;
        var result = new TestPlan()
            .Step(
                "main",
                "a",
                call =>
                {
                    call.OnEnded(async (_, token) =>
                    {
                        state = call.State;
                        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call.AnswerAsync(token));
                    });
                    return Outcome.Done;
                })
            .Run();

        Assert.Equal(CallState.Ended, state);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void A_session_is_begun_with_the_first_step_of_a_plugin_and_ended_after_the_call()
    {
        var plan = new TestPlan().Kernel("main", "reject", new TestOptions(("status", "486")));
        plan.Run();
        Assert.Equal(0, plan.SessionsBegun);

        plan = new TestPlan().Step("main", "a", _ => Outcome.Done).Step("main", "b", _ => Outcome.Done);
        plan.Run();
        Assert.Equal((1, 1), (plan.SessionsBegun, plan.SessionsEnded));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused_before_anything_happens()
    {
        var result = new TestPlan()
            .Step(
                "main",
                "wrong",
                async (call, hangup) =>
                {
                    await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await call.RejectAsync(200, hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.RedirectAsync([], hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.SendDigitsAsync("12x", hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.CollectAsync(new CollectOptions { MaxDigits = 65 }, hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.CollectAsync(new CollectOptions { MinDigits = 2 }, hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.CollectAsync(new CollectOptions { FirstDigit = TimeSpan.Zero }, hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.BridgeAsync(new BridgeRequest { Targets = [] }, hangup));
                    await Assert.ThrowsAsync<ArgumentException>(async () => await call.BridgeAsync(new BridgeRequest { Targets = [DialTarget.Extension("1")], RingFor = Hour }, hangup));
                    foreach (var shown in new CallParty[] { new("1\r\nX: y"), new("1", "a\r\nX: y"), new("1", "\u007f"), new("1>;tag=x") })
                        await Assert.ThrowsAsync<ArgumentException>(async () => await call.BridgeAsync(new BridgeRequest { Targets = [DialTarget.Extension("1")], ShowCaller = shown }, hangup));
                    Assert.Throws<ArgumentException>(() => call.Variables.Set("undeclared", "x"));
                    Assert.Throws<ArgumentException>(() => call.Variables.Set("caller.number", "x"));
                    return Outcome.Done;
                })
            .Run();

        Assert.Equal("wrong=done", result.Path());
        Assert.DoesNotContain(result.Events, happened => happened.Kind == SimulatedEventKind.CallAnswered);
    }

    [Fact]
    public void What_a_step_explains_stands_in_the_trace()
    {
        var result = new TestPlan()
            .Step("main", "hours", call => { call.Explain("it is Sunday"); call.Explain(new string('x', 600)); return "closed"; }, "closed: end")
            .Run();

        var why = result.Trace.Entries[0].Why;
        Assert.Equal("it is Sunday", why[0]);
        Assert.Equal(500, why[1].ToString()!.Length);
    }

    [Fact]
    public void What_async_void_throws_harms_nobody()
    {
        var exception = Record.Exception(() => new TestPlan().Step("main", "bad", call => { Throw(call); return Outcome.Done; }).Step("main", "next", async (call, hangup) => { await call.PlayAsync("a", hangup); return Outcome.Done; }).Run());

        Assert.IsType<SimulationException>(exception);

        static async void Throw(ICall call)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), call.Clock, CancellationToken.None);
            throw new FormatException("nobody waits for me");
        }
    }
}
