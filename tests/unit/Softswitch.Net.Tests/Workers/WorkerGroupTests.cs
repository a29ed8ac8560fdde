using System.Text;

namespace Softswitch.Net.Tests.Workers;

public sealed class WorkerGroupTests
{
    [Fact]
    public async Task A_key_always_goes_to_the_same_worker()
    {
        using var group = new WorkerGroup(3, TimeProvider.System);
        group.Start();
        for (var i = 0; i < 100; i++)
        {
            var key = Encoding.ASCII.GetBytes($"call-{i}@example.org");
            var worker = group.For(key);
            Assert.Same(worker, group.For([.. key]));
            Assert.Equal(worker.Index, WorkerGroup.IndexOf(key, 3));
            var seen = -1;
            await worker.RunAsync(() => seen = worker.IsCurrent ? worker.Index : -1);
            Assert.Equal(worker.Index, seen);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(16)]
    public void Keys_spread_evenly(int workers)
    {
        const int Keys = 64_000;
        var counts = new int[workers];
        for (var i = 0; i < Keys; i++) counts[WorkerGroup.IndexOf(Encoding.ASCII.GetBytes($"{i}-1234@192.0.2.1"), workers)]++;
        Assert.All(counts, count => Assert.InRange(count, Keys / workers * 0.9, Keys / workers * 1.1));
    }

    [Fact]
    public void Exceptions_of_all_workers_are_reported_and_counted()
    {
        var reported = 0;
        using var group = new WorkerGroup(2, TimeProvider.System) { Unhandled = _ => Interlocked.Increment(ref reported) };
        group.Start();
        for (var i = 0; i < 2; i++) group[i].Post(_ => throw new InvalidOperationException(), null);
        group.Stop();
        Assert.Equal((2, 2L), (reported, group.UnhandledCount));
    }
}
