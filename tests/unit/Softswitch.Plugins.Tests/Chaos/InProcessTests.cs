using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Chaos;

/// <summary>What can be contained in the switch's own process.</summary>
public sealed class InProcessTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);

    public async Task InitializeAsync() => Assert.Empty(await _host.ApplyAsync(ChaosPlugin.Make(), TestPlugin.Returning("decent", "done")));

    public async Task DisposeAsync()
    {
        _executor.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("throws", StepFailureReason.Threw, "on purpose")]
    [InlineData("hangs", StepFailureReason.Abandoned, "went on")]
    [InlineData("blocks", StepFailureReason.Abandoned, "went on")]
    public async Task Its_step_ends_with_error_and_other_accounts_calls_are_untouched(string step, StepFailureReason reason, string text)
    {
        var chaos = RunAsync("chaos." + step, "acme");
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync("decent", "globex")));
        var call = await chaos;

        Assert.All(others, other => Assert.Empty(other.Failures));
        Assert.Equal(FlowEndReason.Failed, call.End);
        var failure = Assert.Single(call.Failures);
        Assert.Equal(reason, failure.Reason);
        Assert.Contains(text, failure.Text, StringComparison.Ordinal);
        Assert.Equal("chaos@1.0.0", failure.Origin);
    }

    [Fact]
    public async Task A_plugin_that_fails_for_one_account_is_switched_off_for_that_one_only()
    {
        var board = new BreakerBoard(new BreakerOptions(), TimeProvider.System);
        for (var i = 0; i < 12; i++) await RunAsync("chaos.throws", "acme", board);

        Assert.Equal(StepFailureReason.BreakerOpen, Assert.Single((await RunAsync("chaos.throws", "acme", board)).Failures).Reason);
        Assert.Equal(StepFailureReason.Threw, Assert.Single((await RunAsync("chaos.throws", "globex", board)).Failures).Reason);
        Assert.Empty((await RunAsync("chaos.calm", "acme", board)).Failures);
    }

    [Fact]
    public async Task Whatever_key_it_uses_the_store_it_reaches_is_its_own_accounts()
    {
        var stores = new Dictionary<string, MemoryStore> { ["acme"] = new(), ["globex"] = new() };
        _host.Services = (type, account) => type == typeof(IKeyValueStore) ? stores[account] : null;

        Assert.Empty((await RunAsync("chaos.reaches", "acme")).Failures);

        Assert.Equal(3, stores["acme"].Values.Count);
        Assert.Empty(stores["globex"].Values);
    }

    [Fact]
    public async Task A_failure_on_nobodys_thread_is_put_down_to_its_plugin()
    {
        Exception? thrown = null;
        try
        {
            await _host.RunAsync("chaos.throws");
        }
        catch (InvalidOperationException e)
        {
            thrown = e;
        }

        Assert.StartsWith("chaos@1.0.0#", _host.Host.Attribute(thrown!), StringComparison.Ordinal);
        var status = _host.Host.Status.Single(status => status.Id == "chaos");
        Assert.Equal(Softswitch.Plugins.Generations.PluginState.Degraded, status.State);
        Assert.Contains("on purpose", status.Reason, StringComparison.Ordinal);
        Assert.Null(_host.Host.Attribute(new InvalidOperationException()));
    }

    private Task<EngineCall> RunAsync(string step, string account, BreakerBoard? board = null) => EngineCall.RunAsync(_host, Node(step), account, _executor, board);

    internal static StepNode Node(string step)
    {
        var node = TestHost.Node(step);
        return new StepNode
        {
            Info = node.Info,
            Type = node.Type with { Outcomes = ["done", "acme"], EndsCall = System.Collections.Frozen.FrozenSet.Create("done", "acme") },
            Options = node.Options,
            Variables = [],
            Deadline = TimeSpan.FromMilliseconds(300),
        };
    }
}
