using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Generations;

/// <summary>What plugins offer beside steps, asked by the kernel's own steps.</summary>
public sealed class PointTests : IAsyncDisposable
{
    private static readonly StepType Bridge = KernelStepManifest.Instance.KernelSteps.First(step => step.Name == "bridge");

    private readonly TestHost _host = new();
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);
    private readonly MemoryStore _store = new();

    public PointTests() => _host.Services = (type, _) => type == typeof(IKeyValueStore) ? _store : type == typeof(IPresence) ? new AllThere() : type == typeof(Random) ? new Random(1) : null;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _executor.Dispose();
    }

    [Fact]
    public async Task A_strategy_that_the_plan_names_says_in_which_order_a_group_is_rung()
    {
        Assert.Empty(await _host.ApplyAsync(Strategy("[.. members.Reverse()]")));

        var call = await RunAsync();

        Assert.Empty(call.Failures);
        var request = Assert.Single(call.Requests);
        Assert.Equal(["ext:101", "ext:100"], request.Targets.Select(target => target.ToString()));
        Assert.Equal(RingOrder.Sequence, request.Order);
    }

    [Fact]
    public async Task Whom_it_makes_up_is_not_rung_and_nobody_twice()
    {
        Assert.Empty(await _host.ApplyAsync(Strategy("[new(\"666\", 1, null, 0), members[1], members[1]]")));

        Assert.Equal(["ext:101"], Assert.Single((await RunAsync()).Requests).Targets.Select(target => target.ToString()));
    }

    [Fact]
    public async Task One_that_throws_is_the_step_s_error_and_switched_off_without_harm_to_other_bridges()
    {
        Assert.Empty(await _host.ApplyAsync(Strategy("throw new InvalidOperationException(\"no\")")));
        var board = new BreakerBoard(new BreakerOptions(), TimeProvider.System);

        for (var i = 0; i < 10; i++) Assert.Equal(StepFailureReason.Threw, Assert.Single((await RunAsync(board)).Failures).Reason);
        var failure = Assert.Single((await RunAsync(board)).Failures);

        Assert.Equal((StepFailureReason.BreakerOpen, "bridge with order.backwards has failed so often of late that it is not run"), (failure.Reason, failure.Text));
        Assert.Single((await EngineCall.RunAsync(_host, Node(named: false), "acme", _executor, board)).Requests);
    }

    [Fact]
    public async Task Without_its_plugin_a_step_fails_and_says_so()
    {
        var failure = Assert.Single((await RunAsync()).Failures);

        Assert.Equal(StepFailureReason.Unavailable, failure.Reason);
        Assert.Contains("plugin order 1.0.0 or a version compatible with it is not installed", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_plugin_of_its_names_a_bridge_rings_as_ever()
    {
        var node = new StepNode
        {
            Info = Node().Info,
            Type = Bridge,
            Options = new BridgeOf().With("names", "book.people"),
            Variables = [],
            Deadline = TimeSpan.FromSeconds(10),
            Points = [new PointType(Reference.Directory, "book.people", "book", "1.0.0")],
        };

        var call = await EngineCall.RunAsync(_host, node, "acme", _executor);

        Assert.True(node.IsInline);
        Assert.Empty(call.Failures);
        Assert.Null(Assert.Single(call.Requests).ShowCaller);
    }

    [Fact]
    public async Task A_version_without_what_a_plan_names_does_not_take_over()
    {
        Assert.Empty(await _host.ApplyAsync(Strategy("members")));
        _host.Nodes.Add(Node());

        var problem = Assert.Single(await _host.ApplyAsync(Strategy("members", "1.1.0", "forwards")));

        Assert.Contains("acme.yaml:7:5 order 1.1.0 has no strategy 'order.backwards' any more", problem.Text, StringComparison.Ordinal);
        Assert.Empty((await RunAsync()).Failures);
    }

    private static TestPlugin Strategy(string order, string version = "1.0.0", string name = "backwards")
    {
        var plugin = new TestPlugin("order", version)
        {
            ModuleMembers = $"public override IReadOnlyList<Registration<ICallDistribution>> Distributions => [new(\"{name}\", _ => new Made.Strategy())];",
        }.Source($$"""
            using Softswitch.Sdk;
            namespace Made;
            public sealed class Strategy : ICallDistribution { public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => {{order}}; }
            """);
        plugin.Manifest += manifest => manifest["distributions"] = new JsonArray(new JsonObject { ["name"] = name });
        return plugin;
    }

    private static StepNode Node(bool named = true) => new()
    {
        Info = new StepInfo("bridge", "sales", "acme.yaml:7:5", ImmutableHashSet<string>.Empty),
        Type = Bridge,
        Options = named ? new BridgeOf().With("strategy", "order.backwards") : new BridgeOf(),
        Variables = [],
        Deadline = TimeSpan.FromSeconds(10),
        Points = named ? [new PointType(Reference.Distribution, "order.backwards", "order", "1.0.0")] : [],
    };

    private Task<EngineCall> RunAsync(BreakerBoard? board = null) => EngineCall.RunAsync(_host, Node(), "acme", _executor, board);

    /// <summary>Rings 100 and 101.</summary>
    private sealed class BridgeOf : TextOptions
    {
        public override bool Has(string name) => name == "to" || base.Has(name);

        public override IReadOnlyList<string> Texts(string name) => name == "to" ? ["ext:100", "ext:101"] : base.Texts(name);
    }

    private sealed class AllThere : IPresence
    {
        public ExtensionState this[string extension] => ExtensionState.Idle;
    }
}
