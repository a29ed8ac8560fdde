using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Relay;

/// <summary>A relay with the ends that send through it.</summary>
internal sealed class RelayLoad : IDisposable
{
    private readonly RtpGenerator _generator;
    private readonly IRelay _relay;

    /// <param name="streams">Streams, two a call.</param>
    /// <param name="start">Starts the relay, given the ports of the ends.</param>
    public RelayLoad(int streams, Func<IReadOnlyList<int>, IRelay> start)
    {
        _generator = new RtpGenerator(streams);
        _relay = start(_generator.Ports);
        _generator.Aim(_relay);
    }

    public Side Side(int seconds) => new(_relay.Name, () => Run(TimeSpan.FromSeconds(seconds)));

    /// <summary>The same, whose cost is that of a call and second.</summary>
    public Side Side(int seconds, int calls) => new(_relay.Name, () => Run(TimeSpan.FromSeconds(seconds)) with { Units = (long)calls * seconds });

    public Round Run(TimeSpan time)
    {
        var round = _generator.Run(_relay, time);
        if (_relay.Speaks) return new Round(round.Relayed, round.Lost, round.CpuSeconds, $"late by {round.MedianDelay.TotalMilliseconds:0.0} ms, 99.9 % below {round.HighDelay.TotalMilliseconds:0.0} ms");
        var note = $"delay {round.MedianDelay.TotalMilliseconds:0.0} ms, 99 % below {round.HighDelay.TotalMilliseconds:0.0} ms"
            + (round.Overtaken > 0 ? $", {round.Overtaken} overtaken" : "");
        return new Round(round.Relayed, round.Lost, round.CpuSeconds, note);
    }

    public void Dispose()
    {
        _relay.Dispose();
        _generator.Dispose();
    }
}
