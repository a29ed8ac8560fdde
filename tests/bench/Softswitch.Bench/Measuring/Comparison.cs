namespace Softswitch.Bench.Measuring;

/// <summary>What a round cost.</summary>
/// <param name="Units">Calls, registrations or packets that were done.</param>
/// <param name="Failed">Those that were not.</param>
/// <param name="CpuSeconds">CPU time of the measured program meanwhile.</param>
/// <param name="Note">Anything a reader should know about the round.</param>
internal sealed record Round(long Units, long Failed, double CpuSeconds, string Note = "")
{
    public double MicrosecondsPerUnit => CpuSeconds * 1e6 / Units;
}

/// <summary>One of the programs that are compared: does a round of load on it.</summary>
internal sealed record Side(string Name, Func<Round> Measure);

/// <summary>Alternating rounds of several programs, and the verdict.</summary>
internal static class Comparison
{
    private const int Attempts = 3;

    /// <summary>Has each side do <paramref name="rounds"/> rounds in turn; returns each side's median cost of a unit, in microseconds.</summary>
    /// <exception cref="BenchException">Units failed in each of three attempts at a round: its cost says nothing.</exception>
    public static double[] Medians(string unit, int rounds, params IReadOnlyList<Side> sides)
    {
        var costs = sides.Select(_ => new List<double>()).ToArray();
        for (var round = 1; round <= rounds; round++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var done = MeasureWithoutFailures(sides[i]);
                costs[i].Add(done.MicrosecondsPerUnit);
                Console.WriteLine($"round {round} {sides[i].Name,-12} {done.MicrosecondsPerUnit,9:0.00} us per {unit}   {done.Units} in all, {done.CpuSeconds:0.00} s CPU{Spaced(done.Note)}");
            }
        }

        for (var i = 0; i < sides.Count; i++)
        {
            Console.WriteLine($"median  {sides[i].Name,-12} {Median(costs[i]),9:0.00} us per {unit}   spread {costs[i].Min():0.00} to {costs[i].Max():0.00}");
        }

        return [.. costs.Select(Median)];
    }

    /// <summary>Prints the last line of a comparison; returns whether the goal (the highest ratio allowed) is met.</summary>
    public static bool Verdict(string name, double ours, double theirs, string peer, double goal)
    {
        var ratio = ours / theirs;
        Console.WriteLine($"{name} {ratio:0.00} x {peer}, goal {goal:0.00}");
        return ratio <= goal;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static Round MeasureWithoutFailures(Side side)
    {
        for (var attempt = 1; ; attempt++)
        {
            var round = side.Measure();
            if (round is { Failed: 0, Units: > 0 }) return round;
            Console.WriteLine($"refused {side.Name}: {round.Failed} failed beside {round.Units}{Spaced(round.Note)}");
            if (attempt == Attempts) throw new BenchException($"{side.Name} failed {round.Failed} of {round.Units + round.Failed}, {Attempts} times running");
        }
    }

    private static string Spaced(string note) => note.Length == 0 ? string.Empty : "   " + note;
}
