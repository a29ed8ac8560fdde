using Softswitch.Media.Tests.Audio;
using Xunit.Abstractions;

namespace Softswitch.Media.Tests.Playout;

/// <summary>Whole networks, from kind to unkind.</summary>
public sealed class JitterBufferNetworkTests(ITestOutputHelper output)
{
    private static readonly short[] Sound = Speech.Make(8000, 20);

    public static TheoryData<double, double, double, double, int, double, double> Networks => new()
    {
        // jitter, loss, reordered, ppm, ms a packet → the most that is filled in, hundredths; the most delay in the mean, ms
        { 0, 0, 0, 0, 20, 0.05, 45 },
        { 0, 0, 0, 0, 10, 0.05, 45 },
        { 0, 0, 0, 0, 30, 0.05, 45 },
        { 0, 0, 0, 0, 60, 0.05, 45 },
        { 2, 0, 0, 0, 20, 0.05, 45 },
        { 10, 0, 0, 0, 20, 0.6, 80 },
        { 10, 0, 0, 0, 10, 0.6, 90 },
        { 10, 0, 0, 0, 30, 0.6, 80 },
        { 30, 0, 0, 0, 20, 1.5, 180 },
        { 2, 0.05, 0, 0, 20, 5.2, 45 },
        { 2, 0, 0.05, 0, 20, 0.1, 65 },
        { 10, 0.02, 0.02, 300, 20, 2.8, 80 },
        { 2, 0, 0, 500, 20, 0.1, 50 },
        { 2, 0, 0, -500, 20, 0.1, 50 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Most_of_it_is_heard_and_not_much_later(
        double jitter, double loss, double reordered, double ppm, int milliseconds, double mostConcealed, double mostDelay)
    {
        const double seconds = 300;
        using var buffer = new JitterBuffer(AudioCodec.Pcmu, JitterBufferOptions.Default, 1);
        var (delays, frames) = (0.0, 0);

        new SimulatedNetwork(jitter, loss, reordered, ppm, milliseconds).Run(buffer, AudioCodec.Pcmu, Sound, seconds, (_, _) =>
        {
            delays += buffer.Statistics.Delay.TotalMilliseconds;
            frames++;
        });

        var statistics = buffer.Statistics;
        var concealed = 100 * statistics.Concealed.TotalSeconds / seconds;
        output.WriteLine($"filled in {concealed:0.00} %, left out {100 * statistics.Shortened.TotalSeconds / seconds:0.00} %, delay {delays / frames:0} ms: {statistics}");
        Assert.InRange(concealed, 0, mostConcealed);
        Assert.InRange(delays / frames, 0, mostDelay);
        Assert.Equal(0, statistics.Restarts);
        Assert.Equal(0, statistics.Dropped);
        Assert.Equal(loss, (double)statistics.Lost / (statistics.Received + statistics.Lost), 0.01);
    }

    [Theory]
    [InlineData("G722", 8000)]
    [InlineData("L16", 16_000)]
    [InlineData("opus", 48_000)]
    public void It_is_so_with_every_codecs_clock(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        using var buffer = new JitterBuffer(codec, JitterBufferOptions.Default, 1);

        new SimulatedNetwork(Jitter: 5, SkewPpm: 200).Run(buffer, codec, Speech.Make(codec.SampleRate, 5), 60);

        output.WriteLine($"{buffer.Statistics}");
        Assert.InRange(buffer.Statistics.Concealed.TotalSeconds, 0, 0.3);
        Assert.InRange(buffer.Statistics.Delay.TotalMilliseconds, 20, 80);
        Assert.Equal((0, 0), (buffer.Statistics.Lost, buffer.Statistics.Restarts));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    public void Hours_of_a_clock_that_runs_otherwise_do_not_add_up(double ppm)
    {
        const double hours = 4;
        using var buffer = new JitterBuffer(AudioCodec.Pcmu, JitterBufferOptions.Default, 1);
        var longest = TimeSpan.Zero;

        new SimulatedNetwork(Jitter: 1, SkewPpm: ppm).Run(buffer, AudioCodec.Pcmu, Sound, hours * 3600, (_, _) =>
        {
            if (buffer.Statistics.Delay > longest) longest = buffer.Statistics.Delay;
        });

        var statistics = buffer.Statistics;
        output.WriteLine($"at most {longest.TotalMilliseconds:0} ms: {statistics}");
        Assert.InRange(longest.TotalMilliseconds, 20, 70);
        Assert.Equal((0, 0, 0, 0), (statistics.Lost, statistics.Late, statistics.Dropped, statistics.Restarts));
        // What the sender's clock is ahead is left out, what it is behind is filled in; and little else.
        var drift = hours * 3600 * ppm / 1e6;
        Assert.Equal(drift, (statistics.Shortened - statistics.Concealed).TotalSeconds, 0.1);
        Assert.InRange((statistics.Shortened + statistics.Concealed).TotalSeconds, 0, Math.Abs(drift) * 1.5);
    }
}
