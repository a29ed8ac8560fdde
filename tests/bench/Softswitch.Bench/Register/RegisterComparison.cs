using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Register;

/// <summary>CPU per registration with digest authentication (four datagrams): our registrar, which stores, against Kamailio with its location in memory.</summary>
internal static class RegisterComparison
{
    private const int DefaultRate = 2000;
    private const int WarmUpSeconds = 6;
    private const int Users = 5000;

    public static bool Run(BenchOptions options)
    {
        var rate = options.Rate ?? DefaultRate;
        if (options.Peer is not (null or "kamailio" or "none")) throw new BenchException($"no such peer: {options.Peer}");
        Console.WriteLine($"register: {rate} registrations/s of {Users} users for {options.Seconds} s a round, each challenged");
        using var kamailio = new Kamailio(children: 1, Users);
        using var load = new Registrations(kamailio, Enumerable.Range(0, Users).Select(i => $"u{i}"));
        load.Run(rate, rate * WarmUpSeconds);
        Comparison.Medians("registration", options.Rounds, new Side("kamailio", () => Measure(kamailio, load, rate, options.Seconds)));
        throw new BenchException("the switch itself takes no calls yet: the figures above are the peer\'s");
    }

    private static Round Measure(ISwitch target, Registrations load, int rate, int seconds)
    {
        var total = rate * seconds;
        var cpu = target.CpuSeconds;
        var done = load.Run(rate, total);
        return new Round(done, total - done, target.CpuSeconds - cpu);
    }
}
