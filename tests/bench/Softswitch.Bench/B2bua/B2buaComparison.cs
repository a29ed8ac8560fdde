using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.B2bua;

/// <summary>
/// CPU per call from INVITE to BYE (13 datagrams): our B2BUA against Kamailio as a record-routing, transaction-stateful
/// proxy with location lookup. The callee is registered; neither challenges the caller: ours trusts its address.
/// </summary>
internal static class B2buaComparison
{
    private const double Goal = 1.0;
    private const int DefaultRate = 800;
    private const int WarmUpSeconds = 16;

    public static bool Run(BenchOptions options)
    {
        var rate = options.Rate ?? DefaultRate;
        if (options.Peer is not (null or "kamailio" or "none")) throw new BenchException($"no such peer: {options.Peer}");
        Console.WriteLine($"b2bua: {rate} calls/s for {options.Seconds} s a round, callee registered, caller not challenged, media direct");

        using var ours = new OurSwitch(users: 1, trusted: true, media: "direct");
        using var ourLoad = WarmedUp(ours, rate);
        var ourSide = new Side(ours.Name, () => ourLoad.Run(rate, options.Seconds));
        if (options.Peer == "none")
        {
            Comparison.Medians("call", options.Rounds, ourSide);
            return true;
        }

        using var kamailio = StartKamailio(rate);
        using var kamailioLoad = WarmedUp(kamailio, rate);
        var medians = Comparison.Medians("call", options.Rounds, ourSide, new Side(kamailio.Name, () => kamailioLoad.Run(rate, options.Seconds)));
        return Comparison.Verdict("b2bua", medians[0], medians[1], kamailio.Name, Goal);
    }

    private static CallLoad WarmedUp(ISwitch target, int rate)
    {
        var load = new CallLoad(target);
        load.Run(rate, WarmUpSeconds);
        return load;
    }

    /// <summary>Kamailio with the number of children that costs it least here.</summary>
    private static Kamailio StartKamailio(int rate)
    {
        var best = 0;
        var leastCost = double.MaxValue;
        foreach (var children in (int[])[1, 2, 4])
        {
            using var candidate = new Kamailio(children, users: 0);
            using var load = new CallLoad(candidate);
            load.Run(rate, seconds: 1);
            var round = load.Run(rate, seconds: 4);
            // On a busy machine one try may fail for reasons that are not Kamailio's.
            if (round.Failed > 0) round = load.Run(rate, seconds: 4);
            Console.WriteLine($"kamailio with {children} children: {round.MicrosecondsPerUnit:0.0} us per call, {round.Failed} failed {round.Note}");
            if (round.Failed > 0 || round.MicrosecondsPerUnit >= leastCost) continue;
            leastCost = round.MicrosecondsPerUnit;
            best = children;
        }

        return best > 0 ? new Kamailio(best, users: 0) : throw new BenchException("kamailio failed calls with any number of children");
    }
}
