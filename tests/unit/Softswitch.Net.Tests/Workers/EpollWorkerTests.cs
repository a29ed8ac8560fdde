using System.Collections.Concurrent;
using System.IO.Pipes;

namespace Softswitch.Net.Tests.Workers;

public sealed class EpollWorkerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly EpollWorker _worker = new(0, TimeProvider.System);

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task Posted_work_runs_on_the_worker_in_the_order_it_was_posted_in()
    {
        _worker.Start();
        var seen = new List<int>();
        for (var i = 0; i < 1_000; i++)
        {
            var number = i;
            _worker.Post(_ => seen.Add(_worker.IsCurrent ? number : -1), null);
        }

        await _worker.RunAsync(() => { }).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 1_000), seen);
        Assert.False(_worker.IsCurrent);
    }

    [Fact]
    public async Task A_sleeping_worker_is_woken_by_a_post()
    {
        _worker.Start();
        for (var i = 0; i < 200; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _worker.Post(state => ((TaskCompletionSource)state!).SetResult(), done);
            await done.Task.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Posts_of_many_threads_all_run()
    {
        _worker.Start();
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++) _worker.Post(_ => count++, null);
        }))).WaitAsync(Patience);
        await _worker.RunAsync(() => { }).WaitAsync(Patience);
        Assert.Equal(200_000, count);
    }

    [Fact]
    public async Task Timers_fire_on_the_worker_not_before_their_time()
    {
        _worker.Start();
        var fired = new TaskCompletionSource<(bool OnWorker, TimeSpan After)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = 0L;
        var timer = new WheelTimer(_ => fired.SetResult((_worker.IsCurrent, TimeProvider.System.GetElapsedTime(began))), null);
        await _worker.RunAsync(() =>
        {
            began = TimeProvider.System.GetTimestamp();
            _worker.Timers.Start(timer, TimeSpan.FromMilliseconds(50));
        });
        var (onWorker, after) = await fired.Task.WaitAsync(Patience);
        Assert.True(onWorker);
        Assert.True(after >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_turn_is_ready_descriptors_then_posted_work_then_timers_then_its_end()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
        var order = new ConcurrentQueue<string>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TurnEnd(() =>
        {
            order.Enqueue("end");
            done.TrySetResult();
        });
        var timer = new WheelTimer(_ => order.Enqueue("timer"), null);
        pipe.WriteByte(1);
        _worker.Post(
            _ =>
            {
                order.Enqueue("posted");
                _worker.AtTurnEnd(end);
            },
            null);
        _worker.Timers.Start(timer, TimeSpan.Zero);
        var due = _worker.Timers.Now + 20;
        Assert.True(SpinWait.SpinUntil(() => _worker.Timers.Now >= due, Patience));
        _worker.Register(reader, new Ready(() =>
        {
            order.Enqueue("ready");
            _worker.Unregister(reader);
        }));
        _worker.Start();
        await done.Task.WaitAsync(Patience);
        Assert.Equal(["ready", "posted", "timer", "end"], order);
    }

    [Fact]
    public async Task Exceptions_are_reported_and_the_worker_goes_on()
    {
        var reported = new ConcurrentQueue<string>();
        _worker.Unhandled = e => reported.Enqueue(e.Message);
        _worker.Start();
        _worker.Post(_ => throw new InvalidOperationException("posted"), null);
        await _worker.RunAsync(() =>
        {
            _worker.Timers.Start(new WheelTimer(_ => throw new InvalidOperationException("timer"), null), TimeSpan.Zero);
            _worker.AtTurnEnd(new TurnEnd(() => throw new InvalidOperationException("end")));
        });
        Assert.True(SpinWait.SpinUntil(() => _worker.UnhandledCount == 3, Patience));
        await _worker.RunAsync(() => { }).WaitAsync(Patience);
        Assert.Equal(["end", "posted", "timer"], reported.Order());
    }

    [Fact]
    public async Task A_reporter_that_throws_ends_nothing()
    {
        _worker.Unhandled = _ => throw new InvalidOperationException("the reporter");
        _worker.Start();
        _worker.Post(_ => throw new InvalidOperationException("the work"), null);
        await _worker.RunAsync(() => { }).WaitAsync(Patience);
        Assert.Equal(2, _worker.UnhandledCount);
    }

    [Fact]
    public void Stopping_runs_what_was_posted_and_what_that_posts_then_ends_the_thread()
    {
        _worker.Start();
        var ran = 0;
        for (var i = 0; i < 100; i++)
            _worker.Post(_ => _worker.Post(_ => ran++, null), null);
        _worker.Stop();
        Assert.Equal(100, ran);
        Assert.False(_worker.IsRunning);
        _worker.Post(_ => ran++, null);
        Assert.Equal(100, ran);
    }

    [Fact]
    public async Task A_worker_can_stop_itself()
    {
        _worker.Start();
        await _worker.RunAsync(_worker.Stop).WaitAsync(Patience);
        Assert.True(SpinWait.SpinUntil(() => !_worker.IsRunning, Patience));
    }

    [Fact]
    public async Task An_idle_worker_sleeps()
    {
        _worker.Start();
        await _worker.RunAsync(() => { });
        var before = _worker.Turns;
        await Task.Delay(200);
        Assert.InRange(_worker.Turns - before, 0, 5);
    }

    [Fact]
    public async Task Under_load_it_collects_no_more_often_than_told()
    {
        using var worker = new EpollWorker(1, TimeProvider.System, new EpollWorkerOptions { CollectEvery = TimeSpan.FromMilliseconds(5) });
        worker.Start();
        var stop = false;
        void Again(object? state)
        {
            if (!Volatile.Read(ref stop)) worker.Post(Again, null);
        }

        var began = TimeProvider.System.GetTimestamp();
        worker.Post(Again, null);
        await Task.Delay(500);
        Volatile.Write(ref stop, true);
        await worker.RunAsync(() => { });
        var passed = TimeProvider.System.GetElapsedTime(began);
        Assert.InRange(worker.Turns, 10, (passed.TotalMilliseconds / 5) + 50);
        // Quiet again: it reacts at once, without spaced turns going on.
        await Task.Delay(300);
        var turns = worker.Turns;
        await Task.Delay(200);
        Assert.InRange(worker.Turns - turns, 0, 5);
    }

    private sealed class Ready(Action action) : IReadyHandler
    {
        public void OnReady(ReadyEvents events) => action();
    }

    private sealed class TurnEnd(Action action) : ITurnEndHandler
    {
        public void OnTurnEnd() => action();
    }
}
