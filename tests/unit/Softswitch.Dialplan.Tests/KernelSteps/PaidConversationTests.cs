using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Tests.KernelSteps;

/// <summary>Conversations whose ledger fails them.</summary>
public sealed class PaidConversationTests : ILedger, IServiceProvider, IStepCatalogue
{
    private readonly List<decimal> _settled = [];
    private Func<int, bool> _extend = _ => true;
    private Func<int, bool> _settle = _ => true;
    private int _extensions;
    private int _settlements;

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    [Fact]
    public void A_conversation_that_can_no_more_be_paid_for_ends_with_what_is_paid_for()
    {
        _extend = count => count <= 2 ? true : throw new InvalidOperationException("it has expired");

        var result = Run(TimeSpan.FromHours(1));

        Assert.Equal((TimeSpan.FromMinutes(3), 3m), (result.Record.Duration, Assert.Single(_settled)));
        Assert.Equal("no-credit", Assert.Single(result.Trace.Entries).Outcome);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void A_database_that_is_away_for_a_moment_ends_nothing()
    {
        _extend = count => count is 2 or 3 ? throw new StoreUnavailableException("away") : true;
        _settle = count => count > 2 ? true : throw new StoreUnavailableException("away");

        var result = Run(TimeSpan.FromMinutes(5));

        Assert.Equal((TimeSpan.FromMinutes(5), 5m), (result.Record.Duration, Assert.Single(_settled)));
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void One_that_stays_away_ends_the_conversation_when_what_is_paid_for_is_over()
    {
        _extend = _ => throw new StoreUnavailableException("away");

        Assert.Equal(TimeSpan.FromMinutes(1), Run(TimeSpan.FromHours(1)).Record.Duration);
        Assert.Equal(1, Assert.Single(_settled));
    }

    public IReadOnlyCollection<PluginType> Installed =>
        [new PluginType("flat", "1.0.0", []) { Points = [new PointType(Reference.Charging, "flat", "flat", "1.0.0")] }];

    public object? GetService(Type serviceType) => serviceType == typeof(ILedger) ? this : null;

    public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => new(new Balance(0, 0, "USD"));

    public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) => new(true);

    public ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) => new(_extend(++_extensions));

    public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation)
    {
        if (_settle(++_settlements)) _settled.Add(amount);
        return default;
    }

    private SimulationResult Run(TimeSpan talksFor)
    {
        var document = PlanDocument.Read(
            [new SourceFile("a.yaml", "dialplan: 1\naccount: a\nuses: { flat: ^1 }\nnumbers: { \"1\": f }\nflows:\n  f: [ bridge: { to: sip:x@192.0.2.1, charge: flat } ]\n")], PlanSection.Language);
        var plan = new PlanLanguage(this).Check(document, new Dictionary<string, YamlText?>());
        Assert.NotNull(plan);
        var script = new CallScript { Dialled = "1", Others = new CalleeScript { TalksFor = talksFor } };
        return new Simulator(_ => new ModuleStepHost([("flat", "1.0.0", new FlatModule())], _ => this)).Run(plan, script);
    }

    /// <summary>One a minute.</summary>
    private sealed class FlatModule : PluginModule
    {
        public override IReadOnlyList<Registration<ICharging>> Charging => [new("flat", _ => new Flat())];
    }

    private sealed class Flat : ICharging
    {
        public ValueTask<Tariff?> RateAsync(ChargeQuery query, CancellationToken cancellation) => new(new Tariff(1, TimeSpan.FromMinutes(1), TimeSpan.Zero, "Call"));
    }
}
