using Softswitch.Host.Metrics;
using Softswitch.Net;

namespace Softswitch.Host.Composition;

/// <summary>
/// Gives memory back to the system when the calls are over. A collector collects because something allocates: a switch that has
/// gone quiet would keep what its busiest hour took until the next one. Once, when no call has been up for longer than any
/// transaction lingers, everything is collected and compacted; nobody talks who could hear the pause. Code of plugins that was
/// replaced goes in steps, a collection for each: where there is some, a few more follow.
/// </summary>
internal sealed class IdleMemory : IMetricSource, IDisposable
{
    /// <summary>Transactions linger for 32 s (RFC 3261 §17, 64 × T1), and hold memory until then.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(40);

    private const int MostRounds = 4;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly Func<(long Began, long Active)> _calls;
    private readonly Func<int> _leftovers;
    private readonly Func<Task> _collect;
    private readonly TimeProvider _clock;
    private ITimer? _timer;
    private long _began;
    private long _quietSince;
    private int _leftoversBefore;
    private int _rounds;
    private bool _isOwed;
    private long _collections;

    /// <summary>It looks after <see cref="Start"/>.</summary>
    /// <param name="calls">How many calls have ever begun, and how many are up. Called on any thread.</param>
    /// <param name="leftovers">How many generations of plugins are in memory that were unloaded. Called on any thread.</param>
    /// <param name="collect">Gives the memory back.</param>
    /// <param name="clock">The time.</param>
    public IdleMemory(Func<(long Began, long Active)> calls, Func<int> leftovers, Func<Task> collect, TimeProvider clock)
    {
        _calls = calls;
        _leftovers = leftovers;
        _collect = collect;
        _clock = clock;
    }

    /// <summary>Looks every few seconds from now on.</summary>
    public void Start() => _timer = _clock.CreateTimer(static idle => _ = ((IdleMemory)idle!).LookAsync(), this, LookInterval, LookInterval);

    /// <summary>Collects everything, and gives the system back what is free.</summary>
    public static void CollectAll()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer) =>
        writer.Counter("softswitch_idle_collections_total", "Times that memory was given back because the calls were over.").Value(Interlocked.Read(ref _collections));

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Gives memory back if it is time to.</summary>
    internal async Task LookAsync()
    {
        var (began, active) = _calls();
        var leftovers = _leftovers();
        if (active > 0 || began != _began || leftovers > _leftoversBefore)
        {
            _began = began;
            _leftoversBefore = leftovers;
            _quietSince = _clock.GetTimestamp();
            _rounds = 0;
            _isOwed = true;
            return;
        }

        if (!_isOwed || _clock.GetElapsedTime(_quietSince) < QuietFor) return;
        _isOwed = false;
        await _collect();
        Interlocked.Increment(ref _collections);
        _leftoversBefore = _leftovers();
        _isOwed = _leftoversBefore > 0 && ++_rounds < MostRounds;
    }
}
