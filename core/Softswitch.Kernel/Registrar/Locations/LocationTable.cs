using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Softswitch.Kernel.Registrar;

/// <summary>
/// Where the extensions of all accounts are, in memory, for all workers: each extension's contacts are one array that is never
/// changed but replaced, so readers take no lock and see no half of a change.
/// </summary>
/// <param name="clock">What contacts lapse by.</param>
/// <param name="store">Keeps them over a restart; null keeps nothing.</param>
public sealed class LocationTable(TimeProvider clock, ILocationStore? store = null) : ILocations
{
    private readonly ConcurrentDictionary<LocationKey, Binding[]> _bindings = new();
    private ImmutableArray<Action<LocationEvent>> _observers = [];
    private long _contacts;

    /// <summary>Extensions that have a contact.</summary>
    public int Extensions => _bindings.Count;

    /// <summary>Contacts.</summary>
    public long Contacts => Interlocked.Read(ref _contacts);

    /// <summary>Has <paramref name="observer"/> told of contacts that come or go, on the worker it happens on; it is quick and throws nothing.</summary>
    public void Observe(Action<LocationEvent> observer) =>
        ImmutableInterlocked.Update(ref _observers, static (observers, added) => observers.Add(added), observer);

    /// <inheritdoc/>
    public ImmutableArray<Binding> Find(string account, string extension)
    {
        if (!_bindings.TryGetValue(new LocationKey(account, extension), out var bindings)) return [];
        var now = clock.GetUtcNow();
        foreach (var binding in bindings)
        {
            if (binding.ExpiresAt <= now) return [.. bindings.Where(one => one.ExpiresAt > now)];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(bindings);
    }

    /// <summary>Takes in what was kept over a restart, unless the contact has registered since. Returns the extensions that have something to lapse.</summary>
    public IReadOnlyList<(LocationKey Key, DateTimeOffset At)> Restore(IEnumerable<StoredBinding> stored)
    {
        var taken = new List<(LocationKey, DateTimeOffset)>();
        foreach (var (account, extension, binding) in stored)
        {
            var key = new LocationKey(account, extension);
            var before = Current(key);
            if (binding.ExpiresAt <= clock.GetUtcNow() || before.Any(other => BindingIdentity.Same(other, binding))) continue;
            var after = InOrder([.. before, binding]);
            if (!TryReplace(key, before, after)) continue;
            Tell(key, LocationEventKind.Registered, binding, after.Length);
            taken.Add((key, binding.ExpiresAt));
        }

        return taken;
    }

    /// <summary>Forgets contacts that have lapsed. Returns when the next one of this extension will.</summary>
    public DateTimeOffset? Expire(in LocationKey key)
    {
        while (true)
        {
            var before = Current(key);
            if (before.Length == 0) return null;
            var now = clock.GetUtcNow();
            var after = Array.FindAll(before, binding => binding.ExpiresAt > now);
            if (after.Length == before.Length) return before.Min(binding => binding.ExpiresAt);
            if (!TryReplace(key, before, after)) continue;
            foreach (var binding in before)
            {
                if (binding.ExpiresAt <= now) Tell(key, LocationEventKind.Lapsed, binding, after.Length);
            }
        }
    }

    /// <summary>The contacts as they are, lapsed ones too; to be given back to <see cref="TryReplace"/>.</summary>
    internal Binding[] Current(in LocationKey key) => _bindings.TryGetValue(key, out var bindings) ? bindings : [];

    /// <summary>Replaces <paramref name="before"/>, as <see cref="Current"/> gave it; false where somebody was quicker.</summary>
    internal bool TryReplace(in LocationKey key, Binding[] before, Binding[] after)
    {
        var isDone = before.Length == 0
            ? after.Length == 0 || _bindings.TryAdd(key, after)
            : after.Length == 0
                ? _bindings.TryRemove(new KeyValuePair<LocationKey, Binding[]>(key, before))
                : _bindings.TryUpdate(key, after, before);
        if (isDone) Interlocked.Add(ref _contacts, after.Length - before.Length);
        return isDone;
    }

    /// <summary>Keeps a contact that has come or was refreshed.</summary>
    internal void Keep(in LocationKey key, Binding binding) => store?.Save(key.Account, key.Extension, binding);

    /// <summary>Does not keep a contact any longer.</summary>
    internal void Drop(in LocationKey key, Binding binding) => store?.Remove(key.Account, key.Extension, binding);

    internal void Tell(in LocationKey key, LocationEventKind kind, Binding binding, int contacts)
    {
        var told = new LocationEvent(key.Account, key.Extension, kind, binding, contacts);
        foreach (var observer in _observers) observer(told);
    }

    /// <summary>The most preferred first; of equals the one that stays longest.</summary>
    internal static Binding[] InOrder(Binding[] bindings)
    {
        Array.Sort(bindings, static (one, other) => one.Q != other.Q ? other.Q - one.Q : other.ExpiresAt.CompareTo(one.ExpiresAt));
        return bindings;
    }
}

/// <summary>An extension among all accounts.</summary>
/// <param name="Account">The account.</param>
/// <param name="Extension">The extension's number.</param>
public readonly record struct LocationKey(string Account, string Extension);
