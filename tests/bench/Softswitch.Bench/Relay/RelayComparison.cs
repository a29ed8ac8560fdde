using Softswitch.Bench.Limit;
using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Relay;

/// <summary>CPU per RTP packet relayed: ours against rtpengine in user space, and against the limit program.</summary>
internal static class RelayComparison
{
    private const int PacketsPerCall = 100;
    private const int DefaultRate = 20_000;
    private const double Goal = 0.45;
    private const double LimitGoal = 1.6;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static bool Run(BenchOptions options)
    {
        if (options.Peer is not (null or "rtpengine" or "rtpengine-1" or "none")) throw new BenchException($"no such peer: {options.Peer}");
        var streams = Streams(options);
        Console.WriteLine($"relay: {streams / 2} calls, {streams} streams of 50 packets/s and 172 bytes, for {options.Seconds} s a round");
        Console.WriteLine(RelayCalls.Describe());
        using var ours = new RelayLoad(streams, ends => new HostedMedia(RelayHost.Verb, ends));
        using var one = new RelayLoad(streams, _ => new LimitProgram(streams, isOneSocket: true));
        using var each = new RelayLoad(streams, _ => new LimitProgram(streams, isOneSocket: false));
        // As Debian ships it rtpengine chooses its number of threads itself; with one it costs less and delays more.
        int? threads = options.Peer == "rtpengine-1" ? 1 : null;
        using var peer = options.Peer == "none" ? null : new RelayLoad(streams, ends => new Rtpengine(ends, threads));
        RelayLoad[] loads = peer is null ? [ours, one, each] : [ours, one, each, peer];
        foreach (var load in loads) _ = load.Run(WarmUp);

        var medians = Comparison.Medians("packet", options.Rounds, [.. loads.Select(load => load.Side(options.Seconds))]);
        var isMet = Comparison.Verdict("relay", medians[0], Math.Min(medians[1], medians[2]), "limit", LimitGoal);
        if (peer is not null) isMet &= Comparison.Verdict("relay", medians[0], medians[3], options.Peer ?? "rtpengine", Goal);
        return isMet;
    }

    /// <summary>The yardstick alone: it has no goal.</summary>
    public static bool RunLimit(BenchOptions options)
    {
        var streams = Streams(options);
        Console.WriteLine($"limit: {streams} streams of 50 packets/s and 172 bytes, for {options.Seconds} s a round");
        using var one = new RelayLoad(streams, _ => new LimitProgram(streams, isOneSocket: true));
        using var each = new RelayLoad(streams, _ => new LimitProgram(streams, isOneSocket: false));
        var medians = Comparison.Medians("datagram", options.Rounds, one.Side(options.Seconds), each.Side(options.Seconds));
        Console.WriteLine($"limit {medians[0]:0.00} us with one socket for all, {medians[1]:0.00} us with one per stream");
        return true;
    }

    private static int Streams(BenchOptions options) => Math.Max(1, (options.Rate ?? DefaultRate) / PacketsPerCall) * 2;
}
