using System.Globalization;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>How a scenario is run: by whom, against what, and how often.</summary>
internal sealed record SippRun
{
    /// <summary>The switch's port on 127.0.0.1.</summary>
    public required int SwitchPort { get; init; }

    /// <summary>SIPp's own port.</summary>
    public int Port { get; init; } = LoopbackPorts.Take();

    public string Domain { get; init; } = TestAccount.Domain;

    /// <summary>The extension that SIPp is.</summary>
    public string User { get; init; } = string.Empty;

    public string Secret { get; init; } = string.Empty;

    /// <summary>The extension it calls.</summary>
    public string Callee { get; init; } = string.Empty;

    /// <summary>What stands behind <c>sip:</c> in the credentials' uri; null is the domain.</summary>
    public string? AuthorizedUri { get; init; }

    /// <summary><c>u1</c> UDP, <c>t1</c> TCP.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>Calls to make, or to take, before it ends.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Calls begun a second.</summary>
    public int Rate { get; init; } = 10;

    public int Concurrent { get; init; } = 10_000;

    /// <summary>The whole run; SIPp fails when it takes longer.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a scenario waits for a message.</summary>
    public TimeSpan ReceiveWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Values of further [keys] of the scenario.</summary>
    public IReadOnlyList<(string Key, string Value)> Keys { get; init; } = [];
}

/// <summary>
/// SIPp 3.6 with a scenario. Every message that the scenario does not expect fails the call, and a failed call fails the run.
/// </summary>
internal sealed class Sipp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ChildProcess _process = null!;
    private TimeSpan _within;

    private Sipp()
    {
    }

    /// <summary>Starts a scenario.</summary>
    public static async Task<Sipp> StartAsync(SippScenario scenario, SippRun run)
    {
        var sipp = new Sipp();
        var file = sipp._folder.Write("flow.xml", scenario.ToXml());
        var arguments = new List<string>
        {
            $"127.0.0.1:{run.SwitchPort}", "-sf", file, "-i", "127.0.0.1", "-p", Text(run.Port), "-mi", "127.0.0.1", "-mp", Text(LoopbackPorts.Take(4)),
            "-m", Text(run.Calls), "-r", Text(run.Rate), "-l", Text(run.Concurrent), "-s", run.Callee, "-t", run.Transport,
            "-key", "domain", run.Domain, "-key", "user", run.User, "-au", run.User, "-ap", run.Secret, "-auth_uri", run.AuthorizedUri ?? run.Domain,
            "-nostdin", "-trace_err", "-timeout", Text((int)run.Within.TotalSeconds) + "s", "-timeout_error", "-recv_timeout", Text((int)run.ReceiveWithin.TotalMilliseconds),
        };
        if (run.Calls <= 10) arguments.Add("-trace_msg");
        foreach (var (key, value) in run.Keys) arguments.AddRange(["-key", key, value]);
        sipp._process = ChildProcess.Start("sipp", arguments, sipp._folder.Path);
        sipp._within = run.Within + TimeSpan.FromSeconds(5);
        // A caller may be done with all of its calls before anybody looks.
        await Eventually.TrueAsync(() => LoopbackPorts.IsOpen(run.Port) || !sipp.IsRunning, () => "sipp opens no port:\n" + sipp._process.Output, TimeSpan.FromSeconds(10));
        return sipp;
    }

    public bool IsRunning => !_process.HasExited;

    /// <summary>Waits for the end of all calls; fails with sipp's own words when one of them failed.</summary>
    public async Task SucceedAsync()
    {
        var status = await _process.WaitForExitAsync(_within);
        Assert.True(status == 0, $"sipp ended with {status}\n{Report()}");
    }

    /// <summary>Runs a scenario to its end.</summary>
    public static async Task RunAsync(SippScenario scenario, SippRun run)
    {
        await using var sipp = await StartAsync(scenario, run);
        await sipp.SucceedAsync();
    }

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
