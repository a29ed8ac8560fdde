using System.Diagnostics;
using System.Globalization;
using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Start;

/// <summary>
/// How soon our switch is there, and how small it is then. Each round it is killed, so that its database goes on, and started
/// again: from the launch of the process until a REGISTER with digest has got its 200, and until /health says that all is
/// well; then its memory when it has had nothing to do for a while. This is wall clock time, which a busy machine stretches:
/// the processor time that the switch took until then is printed beside.
/// </summary>
internal static class StartMeasurement
{
    private const double GoalSeconds = 1.5;
    private const double GoalMegabytes = 120;
    private const int Users = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public static bool Run(BenchOptions options)
    {
        if (options.Peer is not (null or "none")) throw new BenchException("start has no peer");
        Console.WriteLine($"start: with the database up, until a REGISTER has its 200 and until /health is 200; memory {Rest.TotalSeconds} s later");
        using var ours = new OurSwitch(Users, trusted: false, media: "relay");
        using var phone = new Registrations(ours, LoadUsers.Callees(Users));
        using var http = new HttpClient();
        var registered = new List<double>();
        var megabytes = new List<double>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            ours.StartAgain();
            var healthy = Task.Run(() => SecondsUntil(() => IsWell(http, ours.Health), started));
            registered.Add(SecondsUntil(phone.TryOne, started));
            var cpu = ours.CpuSeconds;
            var untilHealthy = healthy.GetAwaiter().GetResult();
            Thread.Sleep(Rest);
            megabytes.Add(ResidentMegabytes(ours.ProcessId));
            Console.WriteLine($"round {round} {ours.Name,-12} {registered[^1],6:0.00} s to the first REGISTER, {untilHealthy:0.00} s to /health, {cpu:0.00} s CPU, {megabytes[^1]:0} MB");
        }

        var (seconds, size) = (Comparison.Median(registered), Comparison.Median(megabytes));
        Console.WriteLine($"median  {ours.Name,-12} {seconds,6:0.00} s, spread {registered.Min():0.00} to {registered.Max():0.00}; {size:0} MB, spread {megabytes.Min():0} to {megabytes.Max():0}");
        Console.WriteLine($"start {seconds:0.00} s, goal {GoalSeconds:0.00}; idle {size:0} MB, goal {GoalMegabytes:0}");
        return seconds <= GoalSeconds && size <= GoalMegabytes;
    }

    private static double SecondsUntil(Func<bool> isThere, long started)
    {
        while (!isThere())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new BenchException($"the switch is not there within {Patience.TotalSeconds} s");
            Thread.Sleep(2);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static bool IsWell(HttpClient http, Uri health)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, health);
            using var response = http.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static double ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
