using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

public sealed class PluginEventsTests : IAsyncLifetime
{
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);
    private readonly Targets _targets = new();
    private readonly PluginEvents _events;

    public PluginEventsTests() => _events = new PluginEvents(_targets, _executor, TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _targets.Gate.Set();
        await _events.DisposeAsync();
        _executor.Dispose();
    }

    [Fact]
    public async Task Each_account_and_plugin_is_told_in_order()
    {
        for (var i = 0; i < 500; i++) _events.Publish(Event("account-" + (i % 5), i));

        await Wait.UntilAsync(() => _events.Delivered == 1000);

        Assert.Equal(10, _targets.Told.Count);
        Assert.All(_targets.Told.Values, told => Assert.Equal(told.Order(), told));
        Assert.Equal(0, _events.Waiting);
    }

    [Fact]
    public async Task A_handler_that_blocks_holds_up_its_own_account_and_loses_the_oldest()
    {
        _targets.Blocked = "slow";
        _events.Publish(Event("slow", 0));
        await Wait.UntilAsync(() => _targets.IsBlocked);
        for (var i = 1; i <= EventQueue.Most + 5; i++) _events.Publish(Event("slow", i));

        _events.Publish(Event("quick", 1));
        await Wait.UntilAsync(() => _targets.Told.ContainsKey(("quick", "crm")) && _targets.Told.ContainsKey(("quick", "mail")));
        // The other plugin of the same account is not held up either; only one of the two is behind.
        await Wait.UntilAsync(() => _events.Dropped == 5);
        _targets.Gate.Set();

        await Wait.UntilAsync(() => _events.Waiting == 0);
        Assert.Equal(EventQueue.Most + 5, _targets.Told[("slow", "crm")][^1]);
        Assert.DoesNotContain(1, _targets.Told[("slow", "crm")]);
    }

    [Fact]
    public async Task A_handler_that_throws_is_counted_and_goes_on_with_the_next()
    {
        _targets.Failing = 3;
        for (var i = 0; i < 6; i++) _events.Publish(Event("acme", i));

        await Wait.UntilAsync(() => _events.Delivered + _events.Failed == 12);

        Assert.Equal(2, _events.Failed);
        Assert.Equal([0, 1, 2, 4, 5], _targets.Told[("acme", "crm")]);
    }

    [Fact]
    public async Task What_nobody_wants_to_know_does_not_wait_for_anybody()
    {
        _targets.Plugins = [];
        _events.Publish(Event("acme", 0));
        Assert.Equal(0, _events.Waiting);

        _targets.Plugins = ["crm"];
        _events.Publish(Event("acme", 2));
        await Wait.UntilAsync(() => _events.Delivered == 1);

        Assert.Equal([2], _targets.Told[("acme", "crm")]);
    }

    private static ExtensionPresence Event(string account, int number) => new(account, DateTimeOffset.UnixEpoch, number.ToString(), IsOnline: true);

    private sealed class Targets : IEventTargets
    {
        public ConcurrentDictionary<(string Account, string Plugin), List<int>> Told { get; } = new();

        public ManualResetEventSlim Gate { get; } = new();

        public string? Blocked { get; set; }

        public bool IsBlocked { get; private set; }

        public int Failing { get; set; } = -1;

        public IReadOnlyList<string> Plugins { get; set; } = ["crm", "mail"];

        public IReadOnlyList<string> PluginsOf(SwitchEvent happened) => Plugins;

        public async ValueTask HandleAsync(string plugin, SwitchEvent happened, CancellationToken cancellation)
        {
            var number = int.Parse(((ExtensionPresence)happened).Extension);
            if (happened.Account == Blocked && plugin == "crm" && !Gate.IsSet)
            {
                IsBlocked = true;
                Gate.Wait(CancellationToken.None);
            }

            if (number % 7 == 1) await Task.Yield();
            if (number == Failing) throw new InvalidOperationException("no");
            Told.GetOrAdd((happened.Account, plugin), _ => []).Add(number);
        }
    }
}
