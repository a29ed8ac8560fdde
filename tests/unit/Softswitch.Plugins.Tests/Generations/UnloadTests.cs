using System.Runtime.CompilerServices;
using Softswitch.Net;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Chaos;
using Softswitch.Plugins.Tests.Support;
using Xunit.Abstractions;

namespace Softswitch.Plugins.Tests.Generations;

/// <summary>Old generations leave the memory. Here, and only here, collections are brought about; nobody else may allocate meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class UnloadTests(ITestOutputHelper output)
{
    private const string Source = """
        namespace Made;
        public sealed record Wish { public required string Text { get; init; } }
        public static class Memory { public static readonly byte[] Much = new byte[100_000]; [ThreadStatic] public static object? Mine; }
        """;

    /// <summary>Swaps of the long run: set SOFTSWITCH_TEST_SWAPS=1000.</summary>
    private static int Swaps => int.TryParse(Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_SWAPS"), out var swaps) ? swaps : 30;

    /// <summary>How much more managed memory may be alive than after the first third; a generation's own is more than 100 KB.</summary>
    private const long AllowedAlive = 1 << 20;

    /// <summary>The same of the C library's: the runtime takes some 3 MB while it compiles again what is called most, and none after a few hundred swaps.</summary>
    private const long AllowedNative = 8 << 20;

    /// <summary>The same of what the process holds of the system: code of plugins is there, in the loader's own memory, and nowhere in the other two.</summary>
    private const long AllowedResident = 24 << 20;

    [Fact]
    public async Task Generations_that_were_replaced_while_calls_used_them_are_collected_and_memory_does_not_grow()
    {
        await using var host = new TestHost();
        var versions = new[] { Make("1.0.0"), Make("1.1.0") }.Select(plugin => host.Install(plugin)).ToArray();
        var node = TestHost.Node("gate", new TextOptions().With("text", "hello"));
        var early = default(MemoryInUse);
        for (var swap = 0; swap < Swaps; swap++)
        {
            await SwapAsync(host, node, [versions[swap % 2]]);
            host.Lines.Clear();
            if (swap == Swaps / 3) early = await SettledAsync(host, "gate");
        }

        var late = await SettledAsync(host, "gate", early.Live + AllowedAlive);

        var growth = $"{Swaps / 3} swaps: {early}\n{Swaps - (Swaps / 3)} more: {late}";
        output.WriteLine(growth);
        Assert.Equal(1, host.Host.GenerationsAlive("gate"));
        Assert.True(late.Live - early.Live < AllowedAlive, growth);
        Assert.True(late.Native - early.Native < AllowedNative, growth);
        Assert.True(late.Resident - early.Resident < AllowedResident, growth);
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
        for (var i = 0; i < 4; i++)
        {
            await host.ApplyAsync(new TestPlugin("gate", $"1.{i}.0").Source("namespace Made; public static class Leak { public static System.Threading.Timer Left = new(_ => { }, null, 1000, 1000); }")
                .Step("gate", "GC.KeepAlive(Leak.Left); return new(\"done\");"));
            await host.RunAsync("gate");
        }

        await CollectNaturallyAsync(host, 3);
        var problem = Assert.Single(await host.ApplyAsync(TestPlugin.Returning("gate", "done", "1.9.0")));

        Assert.Equal(PluginProblemCodes.HotReload, problem.Code);
        Assert.Contains("restart the switch", problem.Text, StringComparison.Ordinal);
        Assert.Equal(4, host.Host.GenerationsAlive("gate"));
    }

    [Fact]
    public async Task What_is_not_held_is_gone_after_three_natural_collections()
    {
        await using var host = new TestHost();
        for (var i = 0; i < 8; i++) await RunAsync(host, TestPlugin.Returning("gate", "done", $"1.{i}.0"), default);

        await CollectNaturallyAsync(host, 3);

        Assert.InRange(host.Host.GenerationsAlive("gate"), 1, 2);
        Assert.Empty(await host.ApplyAsync(TestPlugin.Returning("gate", "done", "1.9.0")));
    }

    [Fact]
    public async Task What_a_plugin_hoards_goes_when_another_version_takes_its_place()
    {
        await using var host = new TestHost();
        await host.ApplyAsync(ChaosPlugin.Make());
        var before = await SettledAsync(host, "chaos");
        for (var i = 0; i < 100; i++) await host.RunAsync("chaos.leaks");
        var hoarded = await SettledAsync(host, "chaos");

        Assert.Empty(await host.ApplyAsync(ChaosPlugin.Make("1.1.0")));
        var after = await SettledAsync(host, "chaos", before.Live + 30_000_000);

        Assert.True(hoarded.Live - before.Live > 80_000_000, $"{before}, then {hoarded}");
        Assert.True(after.Live - before.Live < 30_000_000, $"{before}, then {after}");
        Assert.Equal(1, host.Host.GenerationsAlive("chaos"));
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

    /// <summary>Has the collector do its work because something allocates, as in a switch: nobody asks it to.</summary>
    private static async Task CollectNaturallyAsync(TestHost host, int collections)
    {
        await host.Host.RetiredAsync();
        for (var i = 0; i < collections; i++)
        {
            var before = GC.CollectionCount(GC.MaxGeneration);
            while (GC.CollectionCount(GC.MaxGeneration) == before) Allocate();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate() => GC.KeepAlive(new byte[1 << 20]);

    /// <summary>Memory in use once everything is out that goes. What other tests have left behind may take its time: up to 10 s for the live memory to be no more than is said.</summary>
    private static async Task<MemoryInUse> SettledAsync(TestHost host, string id, long most)
    {
        var memory = await SettledAsync(host, id);
        for (var i = 0; i < 40 && memory.Live >= most; i++)
        {
            await Task.Delay(250);
            memory = await SettledAsync(host, id);
        }

        return memory;
    }

    private static async Task<MemoryInUse> SettledAsync(TestHost host, string id)
    {
        await host.Host.RetiredAsync();
        for (var i = 0; i < 12 && (i < 4 || host.Host.GenerationsAlive(id) > 1); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        var live = GC.GetTotalMemory(forceFullCollection: true);
        NativeHeap.Trim();
        return new MemoryInUse(live, NativeHeap.BytesInUse, Environment.WorkingSet);
    }

    private readonly record struct MemoryInUse(long Live, long Native, long Resident)
    {
        public override string ToString() => FormattableString.Invariant($"live {Live / 1048576.0:0.00} MB, native {Native / 1048576.0:0.00} MB, resident {Resident / 1048576.0:0.0} MB");
    }
}
