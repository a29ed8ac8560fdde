namespace Softswitch.Media.Tests.Statistics;

public sealed class JitterEstimatorTests
{
    private const int ClockRate = 8000;

    [Fact]
    public void Packets_that_come_as_they_were_sent_have_no_jitter()
    {
        var jitter = default(JitterEstimator);
        for (var i = 0; i < 100; i++) jitter.Add(5000 + (i * 160), (uint)(i * 160), ClockRate);

        Assert.Equal(0, jitter.Value);
    }

    [Fact]
    public void The_estimate_follows_the_deviation_with_gain_one_sixteenth()
    {
        var jitter = default(JitterEstimator);
        jitter.Add(0, 0, ClockRate);
        jitter.Add(160 + 32, 160, ClockRate);
        Assert.Equal(2, jitter.Value);

        // On time again: the difference of transit times is 32 once more, J += (32 - 2) / 16.
        jitter.Add(320, 320, ClockRate);
        Assert.Equal(3.875, jitter.Value);
    }

    [Fact]
    public void It_settles_at_the_mean_deviation()
    {
        var jitter = default(JitterEstimator);
        for (var i = 0; i < 1000; i++) jitter.Add((i * 160) + (i % 2 * 40), (uint)(i * 160), ClockRate);

        Assert.Equal(40, jitter.Value, 3);
    }

    [Fact]
    public void Timestamps_wrap()
    {
        var jitter = default(JitterEstimator);
        var start = uint.MaxValue - 800;
        for (var i = 0; i < 100; i++) jitter.Add(i * 160, start + (uint)(i * 160), ClockRate);

        Assert.Equal(0, jitter.Value);
    }

    [Fact]
    public void A_jump_of_the_senders_clock_is_no_jitter()
    {
        var jitter = default(JitterEstimator);
        jitter.Add(0, 0, ClockRate);
        jitter.Add(160, 160, ClockRate);
        jitter.Add(320, 900_000, ClockRate);
        jitter.Add(480, 900_160, ClockRate);

        Assert.Equal(0, jitter.Value);
    }

    [Fact]
    public void A_new_clock_keeps_the_estimate_in_time()
    {
        var jitter = default(JitterEstimator);
        for (var i = 0; i < 1000; i++) jitter.Add((i * 160) + (i % 2 * 40), (uint)(i * 160), ClockRate);
        jitter.ChangeClock(ClockRate, 48_000);

        Assert.Equal(240, jitter.Value, 3);
    }
}
