using System.Globalization;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>
/// SIPp 3.6 with a scenario of the folder Scenarios. Every message the scenario does not expect fails the call, and a
/// failed call fails the run.
/// </summary>
internal sealed class Sipp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _scenario;
    private readonly ChildProcess _process;

    private Sipp(string scenario, IEnumerable<string> arguments)
    {
        _scenario = scenario;
        _process = ChildProcess.Start("sipp", arguments, _folder.Path);
    }

    /// <summary>Starts a scenario.</summary>
    /// <param name="scenario">Name of a file of Scenarios, without its ending.</param>
    /// <param name="port">Its own port, for SIP.</param>
    /// <param name="target">Port of the switch on 127.0.0.1.</param>
    /// <param name="calls">How many calls to make, or to take, before it ends.</param>
    /// <param name="rate">Calls a second; for callers.</param>
    /// <param name="keys">Values of the scenario's [keys].</param>
    /// <param name="more">Further arguments of sipp.</param>
    public static Sipp Start(string scenario, int port, int target, int calls = 1, int rate = 10, IEnumerable<(string Key, string Value)>? keys = null, params string[] more)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Scenarios", scenario + ".xml");
        var arguments = new List<string>
        {
            $"127.0.0.1:{target}", "-sf", file, "-i", "127.0.0.1", "-p", Text(port), "-mi", "127.0.0.1", "-mp", Text(LoopbackPorts.Take(4)),
            "-m", Text(calls), "-r", Text(rate), "-nostdin", "-trace_err", "-trace_shortmsg", "-timeout", "120s", "-timeout_error", "-recv_timeout", "20000",
        };
        foreach (var (key, value) in keys ?? []) arguments.AddRange(["-key", key, value]);
        arguments.AddRange(more);
        return new Sipp(scenario, arguments);
    }

    /// <summary>Waits for the end of all calls; fails with sipp's own words when one of them failed.</summary>
    public async Task SucceedAsync(TimeSpan? within = null)
    {
        var status = await _process.WaitForExitAsync(within ?? TimeSpan.FromSeconds(60));
        Assert.True(status == 0, $"sipp {_scenario} ended with {status}\n{Report()}");
    }

    /// <summary>Whether it is still running: an answering scenario that waits for more calls.</summary>
    public bool IsRunning => !_process.HasExited;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Report()
    {
        var traces = Directory.EnumerateFiles(_folder.Path, "*.log").Concat(Directory.EnumerateFiles(_folder.Path, "*.csv"));
        var text = string.Join('\n', traces.Select(f => Path.GetFileName(f) + ":\n" + Limit(File.ReadAllText(f))));
        return text.Length > 0 ? text : Limit(_process.Output);
    }

    private static string Limit(string text) => text.Length <= 6000 ? text : text[..6000] + " ...";
}
