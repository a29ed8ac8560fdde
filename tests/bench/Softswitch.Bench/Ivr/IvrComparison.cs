using Softswitch.Bench.Limit;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Relay;

namespace Softswitch.Bench.Ivr;

/// <summary>CPU per call and second of callers who are played a prompt and listened to, against the least code that receives and sends as many datagrams.</summary>
internal static class IvrComparison
{
    private const int DefaultCalls = 200;
    private const double Goal = 2;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static bool Run(BenchOptions options)
    {
        var calls = options.Rate ?? DefaultCalls;
        Console.WriteLine($"ivr: {calls} calls of 50 packets/s and 172 bytes each way, for {options.Seconds} s a round");
        using var ours = new RelayLoad(calls, ends => new HostedMedia(IvrHost.Verb, ends, speaks: true));
        using var one = new RelayLoad(calls, _ => new LimitProgram(calls, isOneSocket: true));
        using var each = new RelayLoad(calls, _ => new LimitProgram(calls, isOneSocket: false));
        RelayLoad[] loads = [ours, one, each];
        foreach (var load in loads) _ = load.Run(WarmUp);

        var medians = Comparison.Medians("call and second", options.Rounds, [.. loads.Select(load => load.Side(options.Seconds, calls))]);
        return Comparison.Verdict("ivr", medians[0], Math.Min(medians[1], medians[2]), "limit", Goal);
    }
}
