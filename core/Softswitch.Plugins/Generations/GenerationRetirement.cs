using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Softswitch.Plugins.Generations;

/// <summary>Sees generations out: no new calls, the old ones to their end, then stop, unload, and the proof that nothing is left.</summary>
internal sealed class GenerationRetirement(PluginHostOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<PluginGeneration, Task> _draining = new();

    /// <summary>Watches those that were unloaded.</summary>
    public UnloadWatch Watch { get; } = new(clock);

    /// <summary>Those that calls are still on.</summary>
    public IEnumerable<PluginGeneration> Draining => _draining.Keys;

    /// <summary>Begins with one.</summary>
    public void Begin(PluginGeneration generation)
    {
        generation.Close();
        _draining[generation] = Task.Run(() => RetireAsync(generation));
    }

    /// <summary>Waits until all are out.</summary>
    public Task DoneAsync() => Task.WhenAll(_draining.Values);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(options.StopLimit, TimeProvider.System);
        await Task.WhenAny(DoneAsync(), Task.Delay(Timeout.InfiniteTimeSpan, clock, patience.Token));
    }

    private async Task RetireAsync(PluginGeneration generation)
    {
        logger.LogInformation("Plugin {Plugin} drains: {Uses} calls are on it", generation.Name, generation.Uses);
        await generation.DrainAsync(options.DrainLimit, options.DrainGrace, clock);
        if (await generation.StopAsync(options.StopLimit, clock) is { } reason) logger.LogWarning("Plugin {Plugin} did not stop cleanly: {Reason}", generation.Name, reason);
        Unload(generation);
        generation.Dispose();
        _draining.TryRemove(generation, out _);
    }

    /// <summary>Not inlined and without a wait: nothing of the plugin may be on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Unload(PluginGeneration generation)
    {
        if (generation.Unload() is { } context) Watch.Add(generation.Manifest.Id, generation.Name, context);
        logger.LogInformation("Plugin {Plugin} is unloaded", generation.Name);
    }
}
