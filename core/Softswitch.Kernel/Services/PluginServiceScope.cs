using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>What a plugin's classes may ask for, for one account: made when it is asked for, and the same for all of them. Safe from any thread.</summary>
public sealed class PluginServiceScope : IServiceProvider, IDisposable
{
    private readonly ConcurrentDictionary<Type, object?> _services = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly PluginServiceFactory _factory;
    private readonly string _plugin;
    private readonly string _account;
    private readonly long _quota;

    internal PluginServiceScope(PluginServiceFactory factory, string plugin, string account, long quota)
    {
        _factory = factory;
        _plugin = plugin;
        _account = account;
        _quota = quota;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => _services.TryGetValue(serviceType, out var known) ? known : Add(serviceType);

    /// <summary>Ends what waits.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    // Types that are not among them may be the plugin's own, and are not kept.
    private object? Add(Type type) => Make(type) is { } made ? _services.GetOrAdd(type, made) : null;

    private object? Make(Type type)
    {
        if (type == typeof(IKeyValueStore)) return new KeyValueStore(_factory.Stores, _account, _plugin, _quota);
        if (type == typeof(IPluginDatabase)) return _factory.Tables.For(_plugin, _account);
        if (type == typeof(ILedger)) return new Ledger(_factory.Stores, _account, _plugin, _factory.Currency);
        if (type == typeof(IDirectory)) return new DirectoryView(_factory.Accounts, _factory.Directories, _account);
        if (type == typeof(IPresence)) return new PresenceView(_factory.Locations, _factory.Activity, extension => _factory.Presence.Find(_account, extension), _account);
        if (type == typeof(ITemplates)) return _factory.Templates;
        if (type == typeof(ITimers)) return new PluginTimers(_factory.Clock, _ended.Token);
        if (type == typeof(TimeProvider)) return _factory.Clock;
        if (type == typeof(Random)) return new InjectedRandom(_factory.Random);
        if (type == typeof(ILogger)) return new PluginLog(_factory.Logs.CreateLogger(_plugin), _account, _factory.Clock);
        return null;
    }
}
