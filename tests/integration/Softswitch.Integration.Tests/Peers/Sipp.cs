using System.Globalization;
using System.Text.RegularExpressions;
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

    /// <summary>
    /// Whether a message that the scenario does not expect is passed over instead of failing the call: on a busy machine an answer
    /// takes longer than 500 ms, is repeated, and gets a second ACK. What is missing still fails by <see cref="ReceiveWithin"/>.
    /// </summary>
    public bool PassesOverUnexpected { get; init; }

    /// <summary>Values of further [keys] of the scenario.</summary>
    public IReadOnlyList<(string Key, string Value)> Keys { get; init; } = [];
}

/// <summary>
/// SIPp 3.6 with a scenario. Every message that the scenario does not expect fails the call, and a failed call fails the run.
/// </summary>
internal sealed partial class Sipp : IAsyncDisposable
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
        if (run.PassesOverUnexpected) arguments.AddRange(["-default_behaviors", "all,-abortunexp"]);
        if (run.Calls <= 10) arguments.Add("-trace_msg");
        foreach (var (key, value) in run.Keys) arguments.AddRange(["-key", key, value]);
        sipp._process = ChildProcess.Start("sipp", arguments, sipp._folder.Path);
        sipp._within = run.Within + TimeSpan.FromSeconds(5);
        // A caller may be done with all of its calls before anybody looks.
        await Eventually.TrueAsync(() => LoopbackPorts.IsOpen(run.Port) || !sipp.IsRunning, () => "sipp opens no port:\n" + sipp._process.Output, TimeSpan.FromSeconds(10));
        return sipp;
    }

    /// <summary>Waits until a message has been received whose beginning is <paramref name="start"/>, for the <paramref name="count"/>th time.</summary>
    public Task ReceivesAsync(string start, int count = 1) => Eventually.TrueAsync(
        () => Received().Count(message => message.StartsWith(start, StringComparison.Ordinal)) >= count || !IsRunning,
        () => $"sipp does not receive {count} {start}\n{Report()}",
        TimeSpan.FromSeconds(20));

    /// <summary>Where the session description received last wants audio.</summary>
    public int MediaPort => int.Parse(
        MediaLine().Matches(string.Concat(Received())).Last().Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The dialog of the first INVITE received, as Replaces names it to the switch (RFC 3891): the switch's tag is the one in From.</summary>
    public string Dialog
    {
        get
        {
            var invite = InviteReceived;
            return $"{CallIds().Match(invite).Groups["value"].Value};to-tag={FromTag().Match(invite).Groups["value"].Value};from-tag={_process.Id}s1";
        }
    }

    /// <summary>The first INVITE received, whole.</summary>
    public string InviteReceived => Received().First(message => message.StartsWith("INVITE", StringComparison.Ordinal));

    /// <summary>Call-ID of the first dialog.</summary>
    public string CallId => CallIds().Match(Received().First()).Groups["value"].Value;

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

    /// <summary>What has been received so far, from sipp's trace.</summary>
    private IEnumerable<string> Received()
    {
        const string mark = "message received";
        var trace = string.Concat(Directory.EnumerateFiles(_folder.Path, "*_messages.log").Select(File.ReadAllText));
        return trace.Split("----------------------------------------------- ", StringSplitOptions.None)
            .Where(entry => entry.Contains(mark, StringComparison.Ordinal))
            .Select(entry => entry[(entry.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..])
            .Select(entry => entry[(entry.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimStart());
    }

    [GeneratedRegex("^m=audio (?<port>[0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex MediaLine();

    [GeneratedRegex("^Call-ID: *(?<value>[^ \\r\\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex CallIds();

    [GeneratedRegex("^From:[^\\r\\n]*;tag=(?<value>[^; \\r\\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FromTag();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Report()
    {
        var traces = Directory.EnumerateFiles(_folder.Path, "*.log").Concat(Directory.EnumerateFiles(_folder.Path, "*.csv"));
        var text = string.Join('\n', traces.Select(f => Path.GetFileName(f) + ":\n" + Limit(File.ReadAllText(f))));
        return text.Length > 0 ? text : Limit(_process.Output);
    }

    private static string Limit(string text) => text.Length <= 6000 ? text : text[..6000] + " ...";
}
