using Softswitch.Kernel.Services;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

public sealed class InjectedRandomTests
{
    [Fact]
    public void The_same_source_gives_the_same_again()
    {
        static string Draw()
        {
            var random = new InjectedRandom(new SeededRandomSource(4711));
            var list = Enumerable.Range(0, 10).ToArray();
            random.Shuffle(list);
            return string.Join(' ', list.Append(random.Next()).Append(random.Next(5, 9))) + random.NextDouble() + random.NextSingle() + random.NextInt64();
        }

        Assert.Equal(Draw(), Draw());
    }

    [Fact]
    public void Numbers_stay_in_their_range_and_are_spread_over_it()
    {
        var random = new InjectedRandom(new SeededRandomSource(1));
        var counts = new int[6];
        for (var i = 0; i < 6000; i++)
        {
            counts[random.Next(6)]++;
            Assert.InRange(random.Next(-3, 4), -3, 3);
            Assert.InRange(random.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
            Assert.InRange(random.NextDouble(), 0, Math.BitDecrement(1.0));
            Assert.InRange(random.NextSingle(), 0, MathF.BitDecrement(1f));
        }

        Assert.All(counts, count => Assert.InRange(count, 800, 1200));
        Assert.Equal(0, random.Next(0));
        Assert.Equal(5, random.Next(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
    }
}
