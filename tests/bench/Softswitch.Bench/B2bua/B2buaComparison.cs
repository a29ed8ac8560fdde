using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.B2bua;

/// <summary>
/// CPU per call from INVITE to BYE (13 datagrams): our B2BUA against Kamailio as a record-routing, transaction-stateful
/// proxy with location lookup. The callee is registered; the caller authenticates with neither.
/// </summary>
internal static class B2buaComparison
{
    private const int DefaultRate = 800;
    private const int WarmUpSeconds = 6;
    private const string Callee = "u0";

    public static bool Run(BenchOptions options)
    {
        var rate = options.Rate ?? DefaultRate;
        if (options.Peer is not (null or "kamailio" or "none")) throw new BenchException($"no such peer: {options.Peer}");
        Console.WriteLine($"b2bua: {rate} calls/s for {options.Seconds} s a round, callee registered, caller trusted by its address, media direct");
        using var kamailio = StartKamailio(rate);
        using var kamailioLoad = new CallLoad(kamailio, Callee);
        kamailioLoad.Run(rate, WarmUpSeconds);
        Comparison.Medians("call", options.Rounds, new Side("kamailio", () => kamailioLoad.Run(rate, options.Seconds)));
        throw new BenchException("the switch itself takes no calls yet: the figures above are the peer\'s");
    }

    /// <summary>Kamailio with the number of children that costs it least here.</summary>
    private static Kamailio StartKamailio(int rate)
    {
        var best = 0;
        var leastCost = double.MaxValue;
        foreach (var children in (int[])[1, 2, 4])
        {
            using var candidate = new Kamailio(children, users: 0);
            using var load = new CallLoad(candidate, Callee);
            load.Run(rate, seconds: 1);
            var round = load.Run(rate, seconds: 4);
            Console.WriteLine($"kamailio with {children} children: {round.MicrosecondsPerUnit:0.0} us per call, {round.Failed} failed {round.Note}");
            if (round.Failed > 0 || round.MicrosecondsPerUnit >= leastCost) continue;
            leastCost = round.MicrosecondsPerUnit;
            best = children;
        }

        if (best == 0) throw new BenchException("kamailio failed calls with any number of children");
        return new Kamailio(best, users: 0);
    }
}
