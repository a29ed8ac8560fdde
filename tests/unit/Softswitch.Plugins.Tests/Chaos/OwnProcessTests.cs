using Softswitch.Dialplan.Engine;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Tests.Isolation;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Chaos;

/// <summary>What can only be contained in a process of its own: it costs that step, and nothing else.</summary>
public sealed class OwnProcessTests : IAsyncLifetime
{
    private readonly TestHost _host = new(ProcessTests.Options);
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);

    public async Task InitializeAsync() => Assert.Empty(await _host.ApplyAsync(ProcessTests.Isolated(ChaosPlugin.Make()), TestPlugin.Returning("decent", "done")));

    public async Task DisposeAsync()
    {
        _executor.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("throws", "on purpose")]
    [InlineData("hangs", "after it was cancelled")]
    [InlineData("blocks", "after it was cancelled")]
    [InlineData("spins", "after it was cancelled")]
    [InlineData("overflows", "Stack overflow")]
    [InlineData("exits", "exit code 3")]
    [InlineData("fails-fast", "on purpose")]
    [InlineData("crashes", "on a thread of its own")]
    [InlineData("corrupts", "has ended")]
    [InlineData("babbles", "more than can be done")]
    [InlineData("allocates", "emory")]
    [InlineData("allocates-outside", "MB of memory")]
    public async Task Its_step_ends_with_error_other_calls_are_untouched_and_it_runs_again(string step, string text)
    {
        var isLong = step.StartsWith("allocates", StringComparison.Ordinal) || step is "overflows" or "exits" or "fails-fast" or "crashes" or "corrupts" or "babbles";
        var chaos = RunAsync("chaos." + step, "acme", isLong ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(300));
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync("decent", "globex")));
        var call = await chaos;

        Assert.All(others, other => Assert.Empty(other.Failures));
        Assert.Equal(FlowEndReason.Failed, call.End);
        var log = string.Join('\n', _host.Lines);
        Assert.True(Assert.Single(call.Failures).Text.Contains(text, StringComparison.Ordinal) || log.Contains(text, StringComparison.Ordinal), $"{call.Failures.First().Text}\n{log}");
        Assert.True(await IsWellAgainAsync(), "it does not run again");
    }

    [Fact]
    public async Task Steps_that_were_under_way_in_the_process_end_with_error_when_it_dies_and_the_reason_is_shown()
    {
        var waiting = RunAsync("chaos.hangs", "globex", TimeSpan.FromSeconds(30));
        Assert.Empty((await RunAsync("chaos.calm", "acme")).Failures);

        await RunAsync("chaos.exits", "acme", TimeSpan.FromSeconds(30));

        Assert.Contains("exit code 3", Assert.Single((await waiting).Failures).Text, StringComparison.Ordinal);
        var status = _host.Host.Status.Single(status => status.Id == "chaos");
        Assert.Equal(PluginState.Degraded, status.State);
        Assert.Contains("exit code 3", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_keeps_dying_is_started_later_each_time_and_meanwhile_steps_fail_at_once()
    {
        var failures = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            failures.Add(Assert.Single((await RunAsync("chaos.exits", "acme", TimeSpan.FromSeconds(30))).Failures).Text);
        }

        Assert.Contains(failures, text => text.Contains("is being started again", StringComparison.Ordinal));
        Assert.True(await IsWellAgainAsync());
    }

    [Fact]
    public async Task Whatever_key_it_uses_the_store_it_reaches_is_its_own_accounts()
    {
        var stores = new Dictionary<string, MemoryStore> { ["acme"] = new(), ["globex"] = new() };
        _host.Services = (type, account) => type == typeof(IKeyValueStore) ? stores[account] : null;

        Assert.Empty((await RunAsync("chaos.reaches", "acme", TimeSpan.FromSeconds(10))).Failures);

        Assert.Equal(3, stores["acme"].Values.Count);
        Assert.Empty(stores["globex"].Values);
    }

    private async Task<bool> IsWellAgainAsync()
    {
        for (var i = 0; i < 200; i++)
        {
            if ((await RunAsync("chaos.calm", "globex", TimeSpan.FromSeconds(20))).Failures.IsEmpty) return true;
            await Task.Delay(50);
        }

        return false;
    }

    private Task<EngineCall> RunAsync(string step, string account, TimeSpan? deadline = null)
    {
        var node = InProcessTests.Node(step);
        return EngineCall.RunAsync(_host, new() { Info = node.Info, Type = node.Type, Options = node.Options, Variables = [], Deadline = deadline ?? TimeSpan.FromSeconds(10) }, account, _executor);
    }
}
