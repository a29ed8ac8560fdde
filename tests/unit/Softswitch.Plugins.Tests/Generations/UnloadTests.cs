using System.Runtime.CompilerServices;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Generations;

/// <summary>Old generations leave the memory. Here, and only here, collections are forced; nobody else may allocate meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class UnloadTests
{
    private const string Source = """
        namespace Made;
        public sealed record Wish { public required string Text { get; init; } }
        public static class Memory { public static readonly byte[] Much = new byte[100_000]; [ThreadStatic] public static object? Mine; }
        """;

    /// <summary>Swaps of the long run: set SOFTSWITCH_TEST_SWAPS=1000.</summary>
    private static int Swaps => int.TryParse(Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_SWAPS"), out var swaps) ? swaps : 30;

    [Fact]
    public async Task Generations_that_were_replaced_while_calls_used_them_are_collected_and_memory_does_not_grow()
    {
        await using var host = new TestHost();
        var versions = new[] { Make("1.0.0"), Make("1.1.0") }.Select(plugin => host.Install(plugin)).ToArray();
        var node = TestHost.Node("gate", new TextOptions().With("text", "hello"));
        var early = 0L;
        for (var swap = 0; swap < Swaps; swap++)
        {
            await SwapAsync(host, node, [versions[swap % 2]]);
            if (swap == Swaps / 3) early = await SettledAsync(host, "gate");
        }

        var late = await SettledAsync(host, "gate");

        Assert.Equal(1, host.Host.GenerationsAlive("gate"));
        Assert.True(late - early < 3_000_000, $"{late - early} bytes more after {Swaps - (Swaps / 3)} swaps");
    }

    [Fact]
    public async Task What_a_plugin_left_registered_with_its_token_does_not_keep_it_in_memory()
    {
        await using var host = new TestHost();
        using var hangup = new CancellationTokenSource();
        await RunAsync(host, new TestPlugin("gate", "1.0.0").Step("gate", "hangup.Register(() => Console.WriteLine(\"late\")); return new(\"done\");"), hangup.Token);
        await host.ApplyAsync(TestPlugin.Returning("gate", "done", "1.1.0"));

        await SettledAsync(host, "gate");

        Assert.Equal(1, host.Host.GenerationsAlive("gate"));
    }

    [Fact]
    public async Task An_exception_of_a_plugin_does_not_keep_it_in_memory()
    {
        await using var host = new TestHost();
        var error = await FailAsync(host, new TestPlugin("gate", "1.0.0").Source("namespace Made; public sealed class Odd : Exception;").Step("gate", "throw new Odd();"));
        await host.ApplyAsync(TestPlugin.Returning("gate", "done", "1.1.0"));

        await SettledAsync(host, "gate");

        Assert.Equal("Made.Odd", error.Type);
        Assert.Equal(1, host.Host.GenerationsAlive("gate"));
    }

    [Fact]
    public async Task A_plugin_that_is_held_by_something_is_counted_and_after_three_of_them_no_further_one_is_loaded()
    {
        await using var host = new TestHost(options => options with { DrainGrace = TimeSpan.Zero });
        var held = new List<object>();
        for (var i = 0; i < 4; i++)
        {
            await host.ApplyAsync(new TestPlugin("gate", $"1.{i}.0").Source("namespace Made; public static class Leak { public static System.Threading.Timer Left = new(_ => { }, null, 1000, 1000); }")
                .Step("gate", "GC.KeepAlive(Leak.Left); return new(\"done\");"));
            await host.RunAsync("gate");
        }

        await SettledAsync(host, "gate");
        var problem = Assert.Single(await host.ApplyAsync(TestPlugin.Returning("gate", "done", "1.9.0")));

        Assert.Equal(PluginProblemCodes.HotReload, problem.Code);
        Assert.Contains("restart the switch", problem.Text, StringComparison.Ordinal);
        Assert.Equal(4, host.Host.GenerationsAlive("gate"));
        GC.KeepAlive(held);
    }

    private static TestPlugin Make(string version) => new TestPlugin("gate", version).Source(Source)
        .StepWith("gate", "Wish", "values => new Wish { Text = values.Text(\"text\") }", "Memory.Mine = this; var end = await Task.Run(() => options.Text + Memory.Much.Length); return end;");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task SwapAsync(TestHost host, Dialplan.Plans.StepNode node, IReadOnlyList<LockedPlugin> next)
    {
        using var session = host.Host.Begin("acme");
        if (host.Host.Status.Count > 0) session.Resolve(node);
        Assert.Empty(await host.ApplyAsync(next));
        Assert.Equal("hello100000", (await session.Resolve(node).RunAsync(new FakeCall(), CancellationToken.None)).Name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunAsync(TestHost host, TestPlugin plugin, CancellationToken hangup)
    {
        await host.ApplyAsync(plugin);
        await host.RunAsync(plugin.Id, hangup: hangup);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<PluginError> FailAsync(TestHost host, TestPlugin plugin)
    {
        await host.ApplyAsync(plugin);
        try
        {
            await host.RunAsync(plugin.Id);
        }
        catch (Exception e)
        {
            return PluginError.Of(e);
        }

        throw new InvalidOperationException("It did not fail.");
    }

    /// <summary>Bytes in use once everything is out that goes.</summary>
    private static async Task<long> SettledAsync(TestHost host, string id)
    {
        await host.Host.RetiredAsync();
        for (var i = 0; i < 12 && (i < 4 || host.Host.GenerationsAlive(id) > 1); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
