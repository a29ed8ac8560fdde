using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>Plugins on real threads.</summary>
public sealed class ExecutorTests : IDisposable
{
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2, MostThreads = 16, BlockedAfter = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
    private readonly ManualResetEventSlim _release = new();

    public void Dispose()
    {
        _release.Set();
        _executor.Dispose();
    }

    [Fact]
    public void No_code_of_a_plugin_runs_on_the_calls_own_thread()
    {
        using var call = new ThreadedCall();
        var places = new List<bool>();
        var plan = new TestPlan()
            .Step(
                "main",
                "a",
                async (seen, hangup) =>
                {
                    places.Add(call.IsCurrent);
                    await seen.AnswerAsync(hangup);
                    places.Add(call.IsCurrent);
                    await seen.AnswerAsync(hangup).ConfigureAwait(false);
                    places.Add(call.IsCurrent);
                    await Task.Run(async () => { await seen.RingAsync(hangup); places.Add(call.IsCurrent); }, hangup);
                    places.Add(call.IsCurrent);
                    seen.OnEnded((_, _) => { places.Add(call.IsCurrent); return default; });
                    return Outcome.Done;
                })
            .Kernel("main", "bridge", new TestOptions(("to", "ext:100")), "busy: next")
            .Step("main", "b", _ => { places.Add(call.IsCurrent); return Outcome.Done; });

        call.Begin(plan, call.Services(plan, _executor));
        call.WaitForEnd();

        Assert.Equal(7, places.Count);
        Assert.DoesNotContain(true, places);
        Assert.Equal(486, call.End!.Value.Status);
    }

    [Fact]
    public void Successive_steps_of_plugins_share_a_thread_without_changing_over()
    {
        using var call = new ThreadedCall();
        var threads = new List<int>();
        var plan = new TestPlan();
        for (var i = 0; i < 5; i++) plan.Step("main", $"s{i}", _ => { threads.Add(Environment.CurrentManagedThreadId); return Outcome.Done; });

        call.Begin(plan, call.Services(plan, _executor));
        call.WaitForEnd();

        Assert.Equal(5, threads.Count);
        Assert.Single(threads.Distinct());
    }

    [Fact]
    public async Task Callbacks_of_the_token_do_not_run_on_the_calls_own_thread()
    {
        using var call = new ThreadedCall();
        var isOnCall = new TaskCompletionSource<bool>();
        var plan = new TestPlan().Step("main", "a", async (seen, hangup) =>
        {
            hangup.Register(() => isOnCall.TrySetResult(call.IsCurrent));
            call.Playing.Set();
            await Task.Delay(Timeout.InfiniteTimeSpan, seen.Clock, hangup);
            return Outcome.Done;
        });

        var flow = call.Begin(plan, call.Services(plan, _executor));
        Assert.True(call.Playing.Wait(TimeSpan.FromSeconds(10)));
        call.HangUp(flow);
        call.WaitForEnd();

        Assert.False(await isOnCall.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_blocked_thread_is_replaced_and_the_call_goes_on_without_it()
    {
        using var call = new ThreadedCall();
        var plan = new TestPlan { Deadline = TimeSpan.FromMilliseconds(200) }
            .Step("main", "block", _ => { _release.Wait(); return Outcome.Done; }, "done: end", "error: rest")
            .Step("rest", "rest", _ => Outcome.Done);

        var flow = call.Begin(plan, call.Services(plan, _executor));
        call.WaitForEnd();

        Assert.Equal(["block"], call.Blocked);
        Assert.Equal(StepFailureReason.Abandoned, Assert.Single(call.Failures).Reason);
        Assert.Equal(["error", "done"], flow.Trace.Entries.Select(entry => entry.Outcome));
        Assert.Equal(3, _executor.ThreadCount);
        Assert.Equal(1, _executor.BlockedCount);

        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _executor.ThreadCount == 2 && _executor.BlockedCount == 0, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Other_calls_go_on_while_every_thread_is_blocked()
    {
        var plan = new TestPlan { Deadline = TimeSpan.FromMinutes(1) }.Step("main", "block", _ => { _release.Wait(); return Outcome.Done; });
        var healthy = new TestPlan().Step("main", "fine", _ => Outcome.Done);
        var blockers = Enumerable.Range(0, 4).Select(_ => new ThreadedCall()).ToList();
        foreach (var blocker in blockers) blocker.Begin(plan, blocker.Services(plan, _executor));
        Assert.True(SpinWait.SpinUntil(() => blockers.TrueForAll(blocker => !blocker.Blocked.IsEmpty), TimeSpan.FromSeconds(20)));

        using var call = new ThreadedCall();
        call.Begin(healthy, call.Services(healthy, _executor));
        call.WaitForEnd();

        _release.Set();
        blockers.ForEach(blocker => { blocker.WaitForEnd(); blocker.Dispose(); });
    }

    [Fact]
    public void A_plugin_that_blocks_many_threads_of_an_account_is_not_run_there_until_they_come_back()
    {
        var board = new BreakerBoard(new BreakerOptions { BlockedThreads = 2 }, TimeProvider.System);
        var plan = new TestPlan { Deadline = TimeSpan.FromMinutes(1) }.Step("main", "block", _ => { _release.Wait(); return Outcome.Done; });
        var blockers = Enumerable.Range(0, 2).Select(_ => new ThreadedCall()).ToList();
        foreach (var blocker in blockers) blocker.Begin(plan, blocker.Services(plan, _executor, board));
        Assert.True(SpinWait.SpinUntil(() => blockers.TrueForAll(blocker => !blocker.Blocked.IsEmpty), TimeSpan.FromSeconds(20)));

        using var refused = new ThreadedCall();
        refused.Begin(plan, refused.Services(plan, _executor, board));
        refused.WaitForEnd();
        Assert.Equal(StepFailureReason.ThreadsBlocked, Assert.Single(refused.Failures).Reason);

        _release.Set();
        blockers.ForEach(blocker => { blocker.WaitForEnd(); blocker.Dispose(); });
        Assert.True(SpinWait.SpinUntil(() => _executor.BlockedCount == 0, TimeSpan.FromSeconds(10)));
        using var again = new ThreadedCall();
        again.Begin(plan, again.Services(plan, _executor, board));
        again.WaitForEnd();
        Assert.Empty(again.Failures);
    }

    [Fact]
    public void A_step_that_blocks_when_the_caller_hangs_up_is_left_after_its_grace()
    {
        using var call = new ThreadedCall();
        using var blocking = new ManualResetEventSlim();
        var plan = new TestPlan { Deadline = TimeSpan.FromMinutes(1) }.Step("main", "block", _ => { blocking.Set(); _release.Wait(); return Outcome.Done; });

        var flow = call.Begin(plan, call.Services(plan, _executor));
        Assert.True(blocking.Wait(TimeSpan.FromSeconds(10)));
        call.HangUp(flow);
        call.WaitForEnd();

        Assert.Equal(StepFailureReason.Abandoned, Assert.Single(call.Failures).Reason);
        Assert.Equal(1, plan.SessionsEnded);
    }

    [Fact]
    public void What_a_step_leaves_in_an_asynclocal_is_not_the_next_ones()
    {
        var local = new AsyncLocal<string>();
        var seen = new List<string?>();
        var plan = new TestPlan().Step("main", "a", _ => { seen.Add(local.Value); local.Value = "mine"; return Outcome.Done; });
        for (var i = 0; i < 8; i++)
        {
            using var call = new ThreadedCall();
            call.Begin(plan, call.Services(plan, _executor));
            call.WaitForEnd();
        }

        Assert.All(seen, Assert.Null);
    }
}
