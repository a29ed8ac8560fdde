using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>
/// An account as the plugins of a simulated call see it: stores, money, extensions and presence in memory, kept from call to call for as long as the same object is used. Used by one
/// call at a time.
/// </summary>
/// <param name="name">Name of the account.</param>
public sealed class SimulatedAccount(string name)
{
    private readonly Dictionary<string, IServiceProvider> _services = [];
    private readonly HashSet<string> _withoutPhone = new(StringComparer.Ordinal);

    /// <summary>Name of the account.</summary>
    public string Name => name;

    /// <summary>Its money.</summary>
    public SimulatedLedger Ledger { get; } = new();

    /// <summary>Its extensions, in the order of their numbers. Default those of the plan, without names.</summary>
    public IReadOnlyList<ExtensionInfo>? Extensions { get; init; }

    /// <summary>How long it rings where the plan does not say. Default 30 s.</summary>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Randomness of the call.</summary>
    public Random Random { get; private set; } = new SimulatedRandom(1);

    /// <summary>Clock of the call.</summary>
    public TimeProvider Clock { get; private set; } = TimeProvider.System;

    /// <summary>Where plugins log to. Default nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Further services, by type: null for one that there is not. Default none.</summary>
    public Func<Type, object?> Others { get; init; } = static _ => null;

    /// <summary>What extensions are doing, by number.</summary>
    public Dictionary<string, ExtensionState> Presence { get; } = [];

    /// <summary>The recording whose answers its services give, or null.</summary>
    internal CallRecording? Replay { get; set; }

    internal SimulatedDirectory Directory { get; private set; } = new(name, [], [], NoLookup.Instance);

    /// <summary>The services that one of its plugins may ask for.</summary>
    public IServiceProvider Services(string plugin)
    {
        if (_services.TryGetValue(plugin, out var services)) return services;
        services = new SimulatedServices(this, new SimulatedStore());
        return _services[plugin] = Replay is { } recording ? new ReplayedServices(recording, plugin, services) : services;
    }

    /// <summary>Whether an extension has a phone.</summary>
    internal bool IsOnline(string extension) => Presence.GetValueOrDefault(extension) != ExtensionState.Offline && !_withoutPhone.Contains(extension);

    /// <summary>Something begins that is no call.</summary>
    internal void Enter(SimulatedClock clock, Random random)
    {
        Clock = clock;
        Random = random;
    }

    /// <summary>A call begins.</summary>
    internal void Enter(Plans.Plan plan, CallScript script, SimulatedClock clock, Random random, IDirectoryLookup directories)
    {
        Enter(clock, random);
        var extensions = Extensions ?? [.. plan.Extensions.Keys.Order(StringComparer.Ordinal).Select(number => new ExtensionInfo(number, null))];
        Directory = new SimulatedDirectory(name, extensions, [.. plan.Numbers.Keys.Order(StringComparer.Ordinal)], directories);
        if (script.Balance is { } balance) Ledger.Begin(balance);
        foreach (var (extension, state) in script.Presence) Presence[extension] = state;
        _withoutPhone.Clear();
        foreach (var extension in extensions)
        {
            var callee = script.CalleeOf(DialTarget.Extension(extension.Number));
            Presence.TryAdd(extension.Number, StateOf(callee));
            if (callee.Behaviour == CalleeBehaviour.Unregistered) _withoutPhone.Add(extension.Number);
        }
    }

    private static ExtensionState StateOf(CalleeScript callee) => callee.Behaviour switch
    {
        CalleeBehaviour.Unregistered => ExtensionState.Offline,
        CalleeBehaviour.Busy => ExtensionState.Busy,
        _ => ExtensionState.Idle,
    };
}
