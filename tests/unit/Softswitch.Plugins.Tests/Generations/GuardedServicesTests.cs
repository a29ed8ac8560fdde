using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Tests.Isolation;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;
using Softswitch.Sdk.Sip;

namespace Softswitch.Plugins.Tests.Generations;

/// <summary>What a layer has withheld of what a plugin may do throws, with the line to add; the plugin runs.</summary>
public sealed class GuardedServicesTests : IAsyncDisposable, ILedger
{
    private readonly TestHost _host = new(ProcessTests.Options);

    public GuardedServicesTests() => _host.Services = (type, _) => type == typeof(ILedger) ? this : null;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("[ledger]", "10", false)]
    [InlineData("[ledger]", "10", true)]
    [InlineData("[tables]", "ledger: plugin 'gate' was not granted 'ledger' for account 'acme': expected grants: { gate: { needs: [\"tables\", \"ledger\"] } } in _platform/*.yaml", false)]
    [InlineData("[]", "ledger: plugin 'gate' was not granted 'ledger' for account 'acme': expected grants: { gate: { needs: [\"ledger\"] } } in _platform/*.yaml", true)]
    public async Task The_ledger_is_there_for_whom_it_was_granted(string needs, string told, bool isProcess)
    {
        Grant(needs);
        var plugin = new TestPlugin("gate").Step("gate", """
            try { return (await ((ILedger)Services.GetService(typeof(ILedger))!).GetBalanceAsync(hangup)).Amount.ToString(); }
            catch (PermissionDeniedException e) { return e.Permission + ": " + e.Message; }
            """);
        Assert.Empty(await _host.ApplyAsync(isProcess ? ProcessTests.Isolated(plugin) : plugin));

        Assert.Equal(told, (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task A_tariff_of_a_plugin_that_may_not_use_the_ledger_charges_nobody()
    {
        Grant("[]");
        var plugin = new TestPlugin("gate") { ModuleMembers = "public override IReadOnlyList<Registration<ICharging>> Charging => [new(\"flat\", _ => new Flat())];" }
            .Source("using Softswitch.Sdk; namespace Made; public sealed class Flat : ICharging { public ValueTask<Tariff?> RateAsync(ChargeQuery query, CancellationToken cancellation) => new(Tariff.Free); }");
        plugin.Manifest += manifest => manifest["charging"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"flat"}]""");
        Assert.Empty(await _host.ApplyAsync(plugin));

        using var session = _host.Host.Begin("acme");
        var tariff = session.Resolve(Assert.Single(Assert.Single(_host.Host.Installed).Points));

        await Assert.ThrowsAsync<PermissionDeniedException>(async () => await PluginServices.Get<ILedger>(tariff.Services).ReserveAsync("call", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task So_it_is_in_a_simulation()
    {
        Grant("[]");
        await _host.ApplyAsync(new TestPlugin("gate").Step("gate", "_ = ((IPluginDatabase)Services.GetService(typeof(IPluginDatabase))!).DataSource; return new(\"done\");"));

        using var session = _host.Host.With(_ => _host).Begin("acme");
        var denied = await Assert.ThrowsAsync<PermissionDeniedException>(async () => await session.Resolve(TestHost.Node("gate")).RunAsync(new FakeCall(), CancellationToken.None));

        Assert.Equal("tables", denied.Permission);
    }

    [Fact]
    public async Task A_policy_edits_the_header_fields_that_were_granted()
    {
        Grant("[\"sip.headers.write: X-Acme-*\", \"sip.headers.write: Subject\"]");
        var plugin = new TestPlugin("gate") { ModuleMembers = "public override IReadOnlyList<Registration<Softswitch.Sdk.Sip.ISipPolicy>> Policies => [new(\"edit\", _ => new Edit())];" }
            .Source("namespace Made; public sealed class Edit : Softswitch.Sdk.Sip.ISipPolicy { public void Apply(Softswitch.Sdk.Sip.ISipRequestEditor request) { request.Add(\"x-acme-mark\", \"1\"); request.Remove(\"Subject\"); request.Add(\"Privacy\", \"id\"); } }");
        plugin.Manifest += manifest => manifest["policies"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"edit"}]""");
        Assert.Empty(await _host.ApplyAsync(plugin));
        var request = new Request();

        using var lease = _host.Host.Hold("acme", "gate")!;
        var denied = Assert.Throws<PermissionDeniedException>(() => lease.Apply("edit", request));

        Assert.Equal(["+x-acme-mark", "-Subject"], request.Done);
        Assert.Equal(
            "plugin 'gate' was not granted 'sip.headers.write' of 'Privacy' for account 'acme': expected grants: { gate: { needs: [\"sip.headers.write: X-Acme-*\", \"sip.headers.write: Subject\", \"sip.headers.write: Privacy\"] } } in _platform/*.yaml",
            denied.Message);
    }

    public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => new(new Balance(10, 0, "USD"));

    public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) => new(true);

    public ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) => new(true);

    public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation) => default;

    private void Grant(string needs)
    {
        var document = PlanDocument.Read([new SourceFile("_platform/a.yaml", $"dialplan: 1\nlayer: platform\ngrants: {{ gate: {{ needs: {needs} }} }}\n")], PlanSection.Layer);
        var layer = new PlanLanguage(KernelStepManifest.Instance).CheckLayer(document, "the platform", null);
        Assert.Empty(document.Findings.All);
        _host.Grants = (account, plugin) => layer!.Grants.Find(account, null, plugin);
    }

    private sealed class Request : ISipRequestEditor
    {
        public List<string> Done { get; } = [];

        public string Account => "acme";

        public CallParty Caller => new("100");

        public DialTarget Target => DialTarget.Parse("ext:101");

        public IReadOnlyList<string> Get(string name) => [];

        public void Add(string name, string value) => Done.Add("+" + name);

        public void Remove(string name) => Done.Add("-" + name);
    }
}
