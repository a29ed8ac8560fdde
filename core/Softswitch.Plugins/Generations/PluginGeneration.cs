using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Runtimes;

namespace Softswitch.Plugins.Generations;

/// <summary>One loading of one version of a plugin: its code, what was made of the plans' options for it, and the services of its accounts. Calls hold it while they are on it.</summary>
internal sealed class PluginGeneration : IDisposable
{
    private readonly UseCount _uses = new();
    private readonly CancellationTokenSource _withdrawn = new();
    private readonly CancellationTokenSource _replaced = new();
    private readonly ConcurrentDictionary<string, IServiceProvider> _services = new(StringComparer.Ordinal);
    private ConditionalWeakTable<StepNode, object> _options = [];
    private PluginRuntime? _runtime;
    private int _failures;

    public PluginGeneration(PluginFolder folder, LockedPlugin locked, int number, PluginRuntime runtime, ResolutionLog log, PluginType type)
    {
        Folder = folder;
        Locked = locked;
        Number = number;
        Log = log;
        Type = type;
        _runtime = runtime;
        Withdrawn = _withdrawn.Token;
        Replaced = _replaced.Token;
        StepNames = folder.Manifest.Steps.ToFrozenDictionary(step => PluginNames.OfStep(folder.Manifest.Id, step.Name), step => step.Name, StringComparer.Ordinal);
    }

    /// <summary>Where it was loaded from.</summary>
    public PluginFolder Folder { get; }

    /// <summary>The line of the lock it was loaded for.</summary>
    public LockedPlugin Locked { get; }

    /// <summary>Counts the generations of all plugins.</summary>
    public int Number { get; }

    /// <summary>What was resolved for it.</summary>
    public ResolutionLog Log { get; }

    /// <summary>What plans see of it.</summary>
    public PluginType Type { get; }

    /// <summary>Names of its steps within the plugin, by what plans call them.</summary>
    public FrozenDictionary<string, string> StepNames { get; }

    /// <summary>What it says of itself.</summary>
    public PluginManifest Manifest => Folder.Manifest;

    /// <summary><c>ivr@1.4.0#2</c>.</summary>
    public string Name => $"{Manifest.Origin}#{Number}";

    /// <summary>Whether it is in force.</summary>
    public PluginState State { get; private set; } = PluginState.Active;

    /// <summary>Why it is in that state, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Calls and others that hold it.</summary>
    public int Uses => _uses.Count;

    /// <summary>Cancelled when it is taken away from those who hold it.</summary>
    public CancellationToken Withdrawn { get; }

    /// <summary>Cancelled when another takes its place.</summary>
    public CancellationToken Replaced { get; }

    /// <summary>Its code.</summary>
    /// <exception cref="ObjectDisposedException">It was unloaded.</exception>
    public PluginRuntime Runtime => _runtime ?? throw new ObjectDisposedException(Name);

    /// <summary>Holds it; false where it is no longer in force.</summary>
    public bool TryHold() => _uses.TryEnter();

    /// <summary>Lets it go.</summary>
    public void Release() => _uses.Leave();

    /// <summary>The services of an account.</summary>
    public IServiceProvider Services(IPluginServices services, string account, PluginGrant grant)
    {
        if (_services.TryGetValue(account, out var known)) return known;
        var made = services.For(Manifest, account, grant);
        var kept = _services.GetOrAdd(account, made);
        if (!ReferenceEquals(kept, made)) (made as IDisposable)?.Dispose();
        return kept;
    }

    /// <summary>The options of a place in a plan, made once. They are kept here, for a plan must not hold what belongs to a generation.</summary>
    public object Options(StepNode node, PluginStep step)
    {
        if (_options.TryGetValue(node, out var options)) return options;
        options = step.Bind(node.Options);
        _options.AddOrUpdate(node, options);
        return options;
    }

    /// <summary>It failed outside of any step.</summary>
    public void Degrade(string reason)
    {
        var failures = Interlocked.Increment(ref _failures);
        if (State is PluginState.Active or PluginState.Degraded) (State, Reason) = (PluginState.Degraded, failures == 1 ? reason : $"{reason} ({failures} failures)");
    }

    /// <summary>It is switched off, or on again.</summary>
    public void Enable(bool isEnabled) => (State, Reason) = isEnabled ? (PluginState.Active, null) : (PluginState.Disabled, "switched off in " + PluginLock.FileName);

    /// <summary>Nobody new takes it from now on.</summary>
    public void Close()
    {
        State = PluginState.Draining;
        Reason = null;
        _uses.Close();

        // Whoever hears of it is not waited for.
        _ = _replaced.CancelAsync();
    }

    /// <summary>Waits until all have let it go; after <paramref name="limit"/> their steps are cancelled, and after a further <paramref name="grace"/> it is taken away from them.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeSpan grace, TimeProvider clock)
    {
        try
        {
            await _uses.Gone.WaitAsync(limit, clock);
        }
        catch (TimeoutException)
        {
            Reason = $"{Uses} calls still use it after {limit}: their steps are cancelled";
            await _withdrawn.CancelAsync();
            await Task.WhenAny(_uses.Gone, Task.Delay(grace, clock));
        }
    }

    /// <summary>Has what it holds disposed of, within the time given.</summary>
    /// <returns>What went wrong, or null.</returns>
    public async Task<string?> StopAsync(TimeSpan limit, TimeProvider clock)
    {
        try
        {
            // Whatever the plugin does there, the thread is none of ours.
            await Task.Run(StopAsync).WaitAsync(limit, clock);
            return null;
        }
        catch (TimeoutException)
        {
            return $"it did not stop within {limit}";
        }
        catch (Exception e)
        {
            return PluginError.Of(e).ToString();
        }
    }

    /// <summary>Drops everything that leads to its code, and unloads that.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference? Unload()
    {
        _services.Clear();
        _options.Clear();
        _options = [];
        var runtime = _runtime;
        _runtime = null;
        return runtime?.Unload();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _withdrawn.Dispose();
        _replaced.Dispose();
    }

    private async Task StopAsync()
    {
        await Runtime.StopAsync();
        foreach (var services in _services.Values)
        {
            if (services is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (services as IDisposable)?.Dispose();
        }
    }
}
