using System.Globalization;

namespace Softswitch.Bench.Measuring;

/// <summary>
/// The CPU time of processes as the operating system counts it (user and system, proc(5)): it holds on a busy machine,
/// where wall clock time does not.
/// </summary>
internal static class CpuTime
{
    /// <summary>Linux counts in ticks of 10 ms here, whatever its own clock.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Seconds used so far by a process, its threads included, its children not.</summary>
    public static double OfProcess(int process) => Read(process)?.Ticks / TicksPerSecond ?? throw new BenchException($"process {process} has ended");

    /// <summary>Seconds used so far by a process and those that descend from it and live.</summary>
    public static double OfTree(int root) => Tree(root).Sum(p => p.Ticks) / TicksPerSecond;

    /// <summary>Seconds used so far by what descends from a process.</summary>
    public static double OfChildren(int root) => OfTree(root) - OfProcess(root);

    private static List<(int Id, int Parent, long Ticks)> Tree(int root)
    {
        var all = new List<(int Id, int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Read(id) is { } entry) all.Add((id, entry.Parent, entry.Ticks));
        }

        var tree = all.Where(p => p.Id == root).ToList();
        for (var i = 0; i < tree.Count; i++) tree.AddRange(all.Where(p => p.Parent == tree[i].Id));
        return tree;
    }

    private static (int Parent, long Ticks)? Read(int process)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        // The name stands in parentheses and may hold anything; the third field follows the last of them.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[1]), Number(fields[11]) + Number(fields[12]));

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
