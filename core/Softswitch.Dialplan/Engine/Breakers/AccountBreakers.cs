using System.Collections.Concurrent;

namespace Softswitch.Dialplan.Engine;

/// <summary>The breakers of one account, by step, and the threads its plugins keep. Failures of one account never switch off another's.</summary>
internal sealed class AccountBreakers(BreakerOptions options, BlockedThreads? threads)
{
    private readonly ConcurrentDictionary<string, Breaker> _breakers = new(1, 4);

    /// <summary>When a call last asked for it.</summary>
    public long LastUsed { get; set; }

    /// <summary>Threads that its plugins keep.</summary>
    public BlockedThreads Threads { get; } = threads ?? new BlockedThreads(options.BlockedThreads);

    /// <summary>Whether there is something to remember.</summary>
    public bool IsTroubled => Threads.IsAny || _breakers.Any(breaker => breaker.Value.IsOpen);

    /// <summary>The steps that are switched off.</summary>
    public IEnumerable<string> Open => _breakers.Where(breaker => breaker.Value.IsOpen).Select(breaker => breaker.Key);

    /// <summary>The breaker of a step.</summary>
    public Breaker Of(string step) => _breakers.GetOrAdd(step, static (_, options) => new Breaker(options), options);
}
