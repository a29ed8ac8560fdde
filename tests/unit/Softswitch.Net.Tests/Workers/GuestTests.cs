namespace Softswitch.Net.Tests.Workers;

/// <summary>Code that a worker lends its thread to.</summary>
public sealed class GuestTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly EpollWorker _worker = new(0, TimeProvider.System, new EpollWorkerOptions { GuestPatience = TimeSpan.FromMilliseconds(20) });
    private readonly ManualResetEventSlim _release = new();

    public void Dispose()
    {
        _release.Set();
        _worker.Dispose();
    }

    [Fact]
    public async Task A_guest_runs_on_the_workers_thread_and_is_not_on_the_worker()
    {
        _worker.Start();
        var thread = 0;
        await _worker.RunAsync(() => thread = Environment.CurrentManagedThreadId).WaitAsync(Patience);
        var seen = new TaskCompletionSource<(int Thread, bool IsCurrent)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_worker.TryLend(new Guest(() => seen.SetResult((Environment.CurrentManagedThreadId, _worker.IsCurrent)))));
        Assert.Equal((thread, false), await seen.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Worker_and_guests_that_call_each_other_go_on_in_one_turn()
    {
        _worker.Start();
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0L;
        void Ask(int left)
        {
            if (left == 0) done.SetResult(_worker.Turns - begun);
            else Assert.True(_worker.TryLend(new Guest(() => _worker.Post(_ => Ask(left - 1), null))));
        }

        _worker.Post(_ => { begun = _worker.Turns; Ask(5); }, null);
        Assert.InRange(await done.Task.WaitAsync(Patience), 0, 1);
    }

    [Fact]
    public async Task A_guest_that_throws_is_reported_and_ends_nothing()
    {
        var thrown = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        _worker.Unhandled = thrown.SetResult;
        _worker.Start();
        Assert.True(_worker.TryLend(new Guest(() => throw new InvalidOperationException("no"))));
        Assert.Equal("no", (await thrown.Task.WaitAsync(Patience)).Message);
        await _worker.RunAsync(() => { }).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_guest_that_stays_keeps_its_thread_and_another_goes_on_with_what_waits()
    {
        _worker.Start();
        var before = 0;
        await _worker.RunAsync(() => before = Environment.CurrentManagedThreadId).WaitAsync(Patience);
        var guest = new Guest(_release.Wait);
        var timer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wheel = new WheelTimer(_ => timer.SetResult(Environment.CurrentManagedThreadId), null);
        _worker.Post(
            _ =>
            {
                _worker.Timers.Start(wheel, TimeSpan.FromMilliseconds(5));
                Assert.True(_worker.TryLend(guest));
                Assert.True(_worker.TryLend(new Guest(() => { })));
            },
            null);

        Assert.NotEqual(before, await timer.Task.WaitAsync(Patience));
        var after = 0;
        await _worker.RunAsync(() => after = Environment.CurrentManagedThreadId).WaitAsync(Patience);
        Assert.NotEqual(before, after);
        Assert.Equal((1, 0, 1), (guest.Overstayed, guest.Left, _worker.ThreadsAway));

        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => guest.Left == 1, Patience));
        Assert.Equal((1, 0), (guest.Overstayed, _worker.ThreadsAway));
        await _worker.RunAsync(() => Assert.Equal(after, Environment.CurrentManagedThreadId)).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_guest_that_posts_after_it_has_stayed_is_heard()
    {
        _worker.Start();
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var guest = new Guest(() =>
        {
            _release.Wait();
            Assert.False(_worker.IsCurrent);
            _worker.Post(_ => heard.SetResult(), null);
        });
        Assert.True(_worker.TryLend(guest));
        Assert.True(SpinWait.SpinUntil(() => guest.Overstayed == 1, Patience));
        _release.Set();
        await heard.Task.WaitAsync(Patience);
    }

    [Fact]
    public void A_worker_whose_guests_have_kept_too_many_threads_lends_none()
    {
        _worker.Start();
        for (var kept = 0; kept < 16; kept++)
        {
            var guest = new Guest(_release.Wait);
            Assert.True(_worker.TryLend(guest));
            Assert.True(SpinWait.SpinUntil(() => guest.Overstayed == 1, Patience));
        }

        Assert.False(_worker.TryLend(new Guest(() => { })));
        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _worker.ThreadsAway == 0, Patience));
        Assert.True(_worker.TryLend(new Guest(() => { })));
    }

    [Fact]
    public async Task A_worker_stops_though_a_guest_stays()
    {
        _worker.Start();
        Assert.True(_worker.TryLend(new Guest(_release.Wait)));
        var last = false;
        _worker.Post(_ => last = true, null);
        await Task.Run(_worker.Stop).WaitAsync(Patience);
        Assert.True(last);
        Assert.False(_worker.TryLend(new Guest(() => { })));
    }

    [Fact]
    public async Task A_worker_without_guests_sleeps_though_it_had_some()
    {
        _worker.Start();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_worker.TryLend(new Guest(ran.SetResult)));
        await ran.Task.WaitAsync(Patience);
        await Task.Delay(100);
        var before = _worker.Turns;
        await Task.Delay(200);
        Assert.InRange(_worker.Turns - before, 0, 5);
    }

    [Fact]
    public void A_worker_that_is_driven_by_hand_runs_guests_at_the_end_of_a_turn_and_what_they_post_after_them()
    {
        var worker = new ManualWorker(new ManualClock(DateTimeOffset.UnixEpoch));
        var seen = new List<(string What, bool OnWorker)>();
        worker.Do(() =>
        {
            Assert.True(worker.TryLend(new Guest(() =>
            {
                seen.Add(("guest", worker.IsCurrent));
                worker.Post(_ => seen.Add(("posted by it", worker.IsCurrent)), null);
            })));
            worker.Post(_ => seen.Add(("posted", worker.IsCurrent)), null);
        });
        Assert.Equal([("posted", true), ("guest", false), ("posted by it", true)], seen);
    }

    private sealed class Guest(Action run) : IGuest
    {
        private int _overstayed;
        private int _left;

        public int Overstayed => Volatile.Read(ref _overstayed);

        public int Left => Volatile.Read(ref _left);

        public void Run() => run();

        public void OnOverstayed() => Interlocked.Increment(ref _overstayed);

        public void OnLeft() => Interlocked.Increment(ref _left);
    }
}
