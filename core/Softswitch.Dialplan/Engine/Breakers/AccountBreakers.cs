using System.Collections.Concurrent;

namespace Softswitch.Dialplan.Engine;

/// <summary>The breakers of one account, by step, and the threads its plugins block. Failures of one account never switch off another's.</summary>
internal sealed class AccountBreakers(BreakerOptions options)
{
    private readonly ConcurrentDictionary<string, Breaker> _breakers = new(1, 4);
    private readonly Dictionary<string, int> _blocked = [];
    private volatile bool _isBlocking;

    /// <summary>When a call last asked for it.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether there is something to remember.</summary>
    public bool IsTroubled => _isBlocking || _breakers.Any(breaker => breaker.Value.IsOpen);

    /// <summary>The steps that are switched off.</summary>
    public IEnumerable<string> Open => _breakers.Where(breaker => breaker.Value.IsOpen).Select(breaker => breaker.Key);

    /// <summary>The breaker of a step.</summary>
    public Breaker Of(string step) => _breakers.GetOrAdd(step, static (_, options) => new Breaker(options), options);

    /// <summary>Whether a plugin blocks as many threads as it may.</summary>
    public bool IsBlocking(string plugin)
    {
        if (!_isBlocking) return false;
        lock (_blocked) return _blocked.GetValueOrDefault(plugin) >= options.BlockedThreads;
    }

    /// <summary>One thread more or less is blocked by a plugin.</summary>
    public void Block(string plugin, int change)
    {
        lock (_blocked)
        {
            var count = _blocked[plugin] = _blocked.GetValueOrDefault(plugin) + change;
            if (count == 0) _blocked.Remove(plugin);
            _isBlocking = _blocked.Count > 0;
        }
    }
}
