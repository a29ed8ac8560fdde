namespace Softswitch.Dialplan.Engine;

/// <summary>Threads that plugins keep of one account, by plugin. Safe from any thread.</summary>
/// <param name="most">So many one plugin may keep.</param>
internal sealed class BlockedThreads(int most)
{
    private readonly Dictionary<string, int> _counts = [];
    private volatile bool _isAny;

    /// <summary>Whether there is one.</summary>
    public bool IsAny => _isAny;

    /// <summary>Whether a plugin keeps as many as it may.</summary>
    public bool IsBlocking(string plugin)
    {
        if (!_isAny) return false;
        lock (_counts) return _counts.GetValueOrDefault(plugin) >= most;
    }

    /// <summary>One more or less is kept by a plugin.</summary>
    public void Block(string plugin, int change)
    {
        lock (_counts)
        {
            var count = _counts[plugin] = _counts.GetValueOrDefault(plugin) + change;
            if (count == 0) _counts.Remove(plugin);
            _isAny = _counts.Count > 0;
        }
    }
}
