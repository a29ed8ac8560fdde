using Softswitch.Kernel.Logging;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Logging;

public sealed class LogBudgetTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_second_has_so_many_lines_and_the_next_says_how_many_were_left_out()
    {
        var budget = new LogBudget(_clock, perSecond: 3);

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => budget.TryTake(out int _)));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(budget.TryTake(out var suppressed));
        Assert.Equal(7, suppressed);
        Assert.True(budget.TryTake(out suppressed));
        Assert.Equal(0, suppressed);
    }

    [Fact]
    public async Task Threads_share_it()
    {
        var budget = new LogBudget(_clock, perSecond: 100);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => budget.TryTake(out int _)))));

        Assert.Equal(100, taken.Sum());
    }
}
