namespace Softswitch.Plugins.Generations;

/// <summary>
/// Sees that generations which were unloaded leave the memory. No collection is forced, for that would stop calls: those that survive three natural collections of the oldest generation count as zombies, for
/// something holds them.
/// </summary>
internal sealed class UnloadWatch(TimeProvider clock)
{
    private const int CollectionsToGo = 3;

    private readonly Lock _lock = new();
    private readonly List<Unloaded> _unloaded = [];

    /// <summary>Generations whose end was seen.</summary>
    public long Collected { get; private set; }

    /// <summary>Unloaded generations that are still in memory.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                Sweep();
                return _unloaded.Count;
            }
        }
    }

    /// <summary>Watches one.</summary>
    public void Add(string id, string name, WeakReference context)
    {
        lock (_lock) _unloaded.Add(new Unloaded(id, name, context, GC.CollectionCount(GC.MaxGeneration), clock.GetTimestamp()));
    }

    /// <summary>Names of unloaded generations of a plugin that are still in memory.</summary>
    public IReadOnlyList<string> Alive(string id)
    {
        lock (_lock)
        {
            Sweep();
            return [.. _unloaded.Where(one => one.Id == id).Select(one => one.Name)];
        }
    }

    /// <summary>Age of the oldest that is still in memory; zero where none is.</summary>
    public TimeSpan Oldest(string id)
    {
        lock (_lock)
        {
            Sweep();
            return _unloaded.Where(one => one.Id == id).Select(one => clock.GetElapsedTime(one.Since)).DefaultIfEmpty().Max();
        }
    }

    /// <summary>Names of those that should have gone.</summary>
    public IReadOnlyList<string> Zombies(string id)
    {
        lock (_lock)
        {
            Sweep();
            var now = GC.CollectionCount(GC.MaxGeneration);
            return [.. _unloaded.Where(one => one.Id == id && now - one.Collections >= CollectionsToGo).Select(one => one.Name)];
        }
    }

    private void Sweep() => Collected += _unloaded.RemoveAll(one => !one.Context.IsAlive);

    private sealed record Unloaded(string Id, string Name, WeakReference Context, int Collections, long Since);
}
