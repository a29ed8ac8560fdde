using Softswitch.Bench.B2bua;
using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Plans;

/// <summary>CPU per call through a plan of five steps, four of a plugin that do nothing and a bridge, against the bridge alone: what a dialplan costs.</summary>
internal static class PlanComparison
{
    private const double Goal = 1.3;
    private const int DefaultRate = 800;
    private const int WarmUpSeconds = 16;

    public static bool Run(BenchOptions options)
    {
        var rate = options.Rate ?? DefaultRate;
        Console.WriteLine($"plan: {rate} calls/s for {options.Seconds} s a round, callee registered, caller not challenged, media direct");
        var callee = LoadUsers.Callees(1).Single();
        var plan = $$"""
            uses: { bench: ^1 }
            extension-flow: five
            flows:
              five: [ bench.no-op: {}, bench.no-op: {}, bench.no-op: {}, bench.no-op: {}, bridge: { to: "ext:{{callee}}" } ]

            """;
        using var bridge = new OurSwitch(users: 1, trusted: true, media: "direct");
        using var bridgeLoad = WarmedUp(bridge, rate);
        using var five = new OurSwitch(users: 1, trusted: true, media: "direct", plan);
        using var fiveLoad = WarmedUp(five, rate);
        var medians = Comparison.Medians(
            "call", options.Rounds, new Side("five steps", () => fiveLoad.Run(rate, options.Seconds)), new Side("bridge", () => bridgeLoad.Run(rate, options.Seconds)));
        return Comparison.Verdict("plan", medians[0], medians[1], "bridge alone", Goal);
    }

    private static CallLoad WarmedUp(ISwitch target, int rate)
    {
        var load = new CallLoad(target);
        load.Run(rate, WarmUpSeconds);
        return load;
    }
}
