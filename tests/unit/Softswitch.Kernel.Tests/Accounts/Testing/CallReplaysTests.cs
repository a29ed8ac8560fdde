using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Traces;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Kernel.Accounts.Testing;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Kernel.Tests.Accounts.Testing;

/// <summary>A call that is run again, with layers and plugins that have changed since.</summary>
public sealed class CallReplaysTests : IStepCatalogue, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;
    private readonly AccountCatalogue _accounts;
    private readonly Replayer _replayer = new(_ => new ModuleStepHost([("gate", "1.1.0", new GateModule())], _ => null!));
    private readonly CallReplays _replays;

    public CallReplaysTests()
    {
        _accounts = new AccountCatalogue(new AccountCatalogueOptions { Folder = _folder, Language = AccountLanguage.Of(this) }, new MemoryDialplanStore(TimeProvider.System), NullLogger.Instance);
        _replays = new CallReplays(_accounts, _replayer, (account, plugin) => account == "acme" && plugin == "spare" ? "3.0.0" : null, TimeProvider.System);
    }

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    public IReadOnlyCollection<PluginType> Installed { get; } =
        [new PluginType("gate", "1.1.0", [new StepType { Name = "gate", Plugin = "gate", PluginVersion = "1.1.0", Summary = "", Outcomes = ["done"], Options = MapSchema.Empty }])];

    public void Dispose()
    {
        _accounts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_says_beside_its_way_what_is_of_another_version()
    {
        var (trace, inputs) = await CallAsync();
        Assert.Empty((await _replays.RunAsync(trace, inputs, default)).Changes);
        await LayersAsync("dialplan: 1\nlayer: platform\nvariables: { note: text }\n");

        var replay = await _replays.RunAsync(trace.Replace("gate@1.1.0", "gate@1.0.0", StringComparison.Ordinal), inputs, default);

        Assert.Null(replay.Difference);
        Assert.Equal(["the layers are version 2 and were version 1", "gate is 1.1.0 and was 1.0.0"], replay.Changes);
    }

    [Fact]
    public async Task What_it_no_longer_comes_to_is_asked_of_the_plugins_in_force()
    {
        var (trace, inputs) = await CallAsync();
        var longer = trace[..^2] + ",{\"step\":\"spare\",\"where\":\"a.yaml:9:7\",\"by\":\"kernel@0.0.1 with spare@2.0.0 and gone@1.0.0\"}]}";

        var replay = await _replays.RunAsync(longer, inputs, default);

        Assert.Equal("step 2: spare at a.yaml:9:7, and then none", replay.Difference);
        Assert.Equal(["gone is not in force any more and was 1.0.0", "kernel is not in force any more and was 0.0.1", "spare is 3.0.0 and was 2.0.0"], replay.Changes);
    }

    /// <summary>A call of now: its trace and what came into it.</summary>
    private async Task<(string Trace, string Inputs)> CallAsync()
    {
        File.WriteAllText(Path.Combine(_folder, "acme.yaml"), "dialplan: 1\naccount: acme\ndomains: [acme.example]\nuses: { gate: ^1 }\nnumbers: { \"200\": f }\nflows:\n  f: [ gate: {} ]\n");
        await LayersAsync("dialplan: 1\nlayer: platform\n");
        var account = _accounts.Find("acme")!;
        var caller = new CallParty("100");
        var at = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
        var recording = new CallRecording
        {
            Account = "acme",
            Plan = account.Plan.Version,
            Layers = account.Layers,
            Caller = caller,
            Dialled = "200",
            At = at,
            Operations = [],
            Summary = new CallSummary(Guid.Empty, "acme", caller, "200", at, default, null, HangupCause.Normal),
        };
        return (TraceJson.Text(_replayer.Run(account.Plan, recording).Trace), recording.ToJson());
    }

    private async Task LayersAsync(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "_platform"));
        File.WriteAllText(Path.Combine(_folder, "_platform/a.yaml"), text);
        Assert.Empty((await _accounts.LoadAsync()).Findings);
    }

    private sealed class GateModule : PluginModule
    {
        public override IReadOnlyList<StepRegistration> Steps => [new StepRegistration<EmptyOptions>("gate", _ => new EmptyOptions(), _ => new Gate())];
    }

    private sealed class Gate : CallStep<EmptyOptions>
    {
        public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(Outcome.Done);
    }
}
