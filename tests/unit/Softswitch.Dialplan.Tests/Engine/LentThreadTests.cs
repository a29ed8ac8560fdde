using Softswitch.Dialplan.Engine;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>Quick steps of plugins on the thread of the call's own worker.</summary>
public sealed class LentThreadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2, MostThreads = 16, BlockedAfter = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
    private readonly EpollWorker _worker = new(0, TimeProvider.System, new EpollWorkerOptions { GuestPatience = TimeSpan.FromMilliseconds(20) });
    private readonly ManualResetEventSlim _release = new();
    private int _workerThread;

    public LentThreadTests()
    {
        _worker.Start();
        _worker.RunAsync(() => _workerThread = Environment.CurrentManagedThreadId).Wait(Patience);
    }

    public void Dispose()
    {
        _release.Set();
        _worker.Dispose();
        _executor.Dispose();
    }

    [Fact]
    public void A_quick_step_runs_on_the_workers_thread_and_never_on_its_queue()
    {
        using var call = new ThreadedCall(_worker);
        var places = new List<(int Thread, bool OnQueue)>();
        var plan = new TestPlan { Paces = { ["a"] = Warm() } }.Step(
            "main",
            "a",
            async (seen, hangup) =>
            {
                places.Add((Environment.CurrentManagedThreadId, call.IsCurrent));
                await seen.AnswerAsync(hangup);
                places.Add((Environment.CurrentManagedThreadId, call.IsCurrent));
                return Outcome.Done;
            });

        call.Begin(plan, call.Services(plan, _executor));
        call.WaitForEnd();

        Assert.Equal([(_workerThread, false), (_workerThread, false)], places);
    }

    [Fact]
    public void A_step_that_nobody_knows_runs_on_a_thread_for_steps_and_so_do_those_that_follow_it()
    {
        using var call = new ThreadedCall(_worker);
        var threads = new List<int>();
        var plan = new TestPlan { Paces = { ["a"] = Warm(), ["c"] = Warm() } };
        foreach (var name in (string[])["a", "b", "c"]) plan.Step("main", name, _ => { threads.Add(Environment.CurrentManagedThreadId); return Outcome.Done; });

        call.Begin(plan, call.Services(plan, _executor));
        call.WaitForEnd();

        Assert.Equal(_workerThread, threads[0]);
        Assert.NotEqual(_workerThread, threads[1]);
        Assert.Equal(threads[1], threads[2]);
    }

    [Fact]
    public void A_step_becomes_quick_by_running()
    {
        var pace = new StepPace();
        var threads = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var call = new ThreadedCall(_worker);
            var plan = new TestPlan { Paces = { ["a"] = pace } }.Step("main", "a", _ => { threads.Add(Environment.CurrentManagedThreadId); return Outcome.Done; });
            call.Begin(plan, call.Services(plan, _executor));
            call.WaitForEnd();
        }

        Assert.Equal([false, false, false, true], threads.Select(thread => thread == _workerThread));
    }

    [Fact]
    public async Task A_step_that_stays_keeps_the_thread_and_the_worker_gets_another()
    {
        using var call = new ThreadedCall(_worker);
        var pace = Warm();
        var plan = new TestPlan { Deadline = TimeSpan.FromMilliseconds(300), Paces = { ["block"] = pace, ["rest"] = Warm() } }
            .Step("main", "block", _ => { _release.Wait(); return Outcome.Done; }, "done: end", "error: rest")
            .Step("rest", "rest", _ => Outcome.Done);

        var flow = call.Begin(plan, call.Services(plan, _executor));
        Assert.True(SpinWait.SpinUntil(() => !call.Blocked.IsEmpty, Patience));
        // The worker works on meanwhile, for this call and all others.
        var thread = 0;
        await _worker.RunAsync(() => thread = Environment.CurrentManagedThreadId).WaitAsync(Patience);
        Assert.NotEqual(_workerThread, thread);
        call.WaitForEnd();

        Assert.Equal(["block"], call.Blocked);
        Assert.Equal(StepFailureReason.Abandoned, Assert.Single(call.Failures).Reason);
        Assert.Equal(["error", "done"], flow.Trace.Entries.Select(entry => entry.Outcome));
        Assert.Equal(1, _worker.ThreadsAway);
        Assert.False(pace.IsQuick(TimeSpan.Zero));
        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _worker.ThreadsAway == 0, Patience));
    }

    [Fact]
    public void What_a_quick_step_leaves_in_an_asynclocal_is_not_the_next_ones()
    {
        var local = new AsyncLocal<string>();
        var seen = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            using var call = new ThreadedCall(_worker);
            var plan = new TestPlan { Paces = { ["a"] = Warm() } }.Step("main", "a", _ => { seen.Add(local.Value); local.Value = "mine"; return Outcome.Done; });
            call.Begin(plan, call.Services(plan, _executor));
            call.WaitForEnd();
        }

        Assert.All(seen, Assert.Null);
    }

    private static StepPace Warm()
    {
        var pace = new StepPace();
        for (var i = 0; i < 3; i++) pace.Note(TimeSpan.Zero, TimeSpan.Zero);
        return pace;
    }
}
