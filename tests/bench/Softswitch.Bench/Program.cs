using Softswitch.Bench.B2bua;
using Softswitch.Bench.Ivr;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Plans;
using Softswitch.Bench.Register;
using Softswitch.Bench.Relay;
using Softswitch.Bench.Start;

namespace Softswitch.Bench;

/// <summary>tests/bench/compare: one command per comparison. To add one, add its line to <see cref="Comparisons"/>.</summary>
internal static class Program
{
    private static readonly (string Name, Func<BenchOptions, bool> Run)[] Comparisons =
    [
        ("b2bua", B2buaComparison.Run),
        ("plan", PlanComparison.Run),
        ("register", RegisterComparison.Run),
        ("relay", RelayComparison.Run),
        ("ivr", IvrComparison.Run),
        ("limit", RelayComparison.RunLimit),
        ("start", StartMeasurement.Run),
    ];

    private static int Main(string[] arguments)
    {
        var name = arguments.Length == 0 ? string.Empty : arguments[0];
        // Media is measured in a process of its own, which is this program once more.
        if (name == RelayHost.Verb) return RelayHost.Run(arguments[1]);
        if (name == IvrHost.Verb) return IvrHost.Run(arguments[1]);
        var chosen = Comparisons.Where(c => c.Name == name || name == "all").ToArray();
        if (chosen.Length == 0 || BenchOptions.Parse(arguments.AsSpan(1)) is not { } options)
        {
            Console.Error.WriteLine($"usage: compare {string.Join('|', Comparisons.Select(c => c.Name))}|all [--peer NAME] [--rounds N] [--seconds N] [--rate N]");
            return 2;
        }

        var met = true;
        foreach (var comparison in chosen)
        {
            try
            {
                met &= comparison.Run(options);
            }
            catch (BenchException e)
            {
                Console.WriteLine($"{comparison.Name}: {e.Message}");
                met = false;
            }
        }

        return met ? 0 : 1;
    }
}
