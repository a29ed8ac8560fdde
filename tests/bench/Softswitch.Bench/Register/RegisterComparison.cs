using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Register;

/// <summary>
/// CPU per registration with digest authentication (four datagrams): our registrar, which stores in PostgreSQL, against
/// Kamailio with its location in memory. Counted is the switch's own process; what the database costs is printed beside.
/// </summary>
internal static class RegisterComparison
{
    private const double Goal = 1.0;
    private const int DefaultRate = 2000;
    private const int WarmUpSeconds = 16;
    private const int Users = 5000;

    public static bool Run(BenchOptions options)
    {
        var rate = options.Rate ?? DefaultRate;
        if (options.Peer is not (null or "kamailio" or "none")) throw new BenchException($"no such peer: {options.Peer}");
        Console.WriteLine($"register: {rate} registrations/s of {Users} users for {options.Seconds} s a round, each challenged, MD5 with qop=auth");

        using var ours = new OurSwitch(Users, trusted: false, media: "relay");
        using var ourLoad = WarmedUp(ours, rate);
        var ourSide = new Side(ours.Name, () =>
        {
            var database = ours.DatabaseCpuSeconds;
            var round = Measure(ours, ourLoad, rate, options.Seconds);
            return round with { Note = $"and {(ours.DatabaseCpuSeconds - database) * 1e6 / round.Units:0.0} us each in PostgreSQL" };
        });
        if (options.Peer == "none")
        {
            Comparison.Medians("registration", options.Rounds, ourSide);
            return true;
        }

        // One receiving process suffices for this rate, and costs Kamailio least.
        using var kamailio = new Kamailio(children: 1, Users);
        using var kamailioLoad = WarmedUp(kamailio, rate);
        var medians = Comparison.Medians("registration", options.Rounds, ourSide, new Side(kamailio.Name, () => Measure(kamailio, kamailioLoad, rate, options.Seconds)));
        return Comparison.Verdict("register", medians[0], medians[1], kamailio.Name, Goal);
    }

    private static Registrations WarmedUp(ISwitch target, int rate)
    {
        var load = new Registrations(target, LoadUsers.Callees(Users));
        load.Run(rate, rate * WarmUpSeconds);
        return load;
    }

    private static Round Measure(ISwitch target, Registrations load, int rate, int seconds)
    {
        var total = rate * seconds;
        var cpu = target.CpuSeconds;
        var done = load.Run(rate, total);
        return new Round(done, total - done, target.CpuSeconds - cpu);
    }
}
