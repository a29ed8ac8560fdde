using System.Collections.Concurrent;
using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Simulation;

/// <summary>
/// Threads of simulations that nobody waits for any longer, because a step on them does not return. They are counted as those are which steps of live calls keep: a plugin that has kept too many for an account is not
/// run there again until they come back. Safe from any thread.
/// </summary>
public sealed class LeftThreads
{
    private static readonly int Most = new BreakerOptions().BlockedThreads;

    private readonly ConcurrentDictionary<string, BlockedThreads> _accounts = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Those of an account, or null.</summary>
    internal BlockedThreads? Of(string account) => _accounts.GetValueOrDefault(account);

    /// <summary>One is left, or has come back.</summary>
    internal void Change(string account, string plugin, int change)
    {
        Interlocked.Add(ref _count, change);
        _accounts.GetOrAdd(account, static _ => new BlockedThreads(Most)).Block(plugin, change);
    }
}
