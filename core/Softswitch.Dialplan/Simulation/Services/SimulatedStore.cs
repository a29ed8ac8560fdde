using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>What one plugin remembers for one account, in memory.</summary>
internal sealed class SimulatedStore : IKeyValueStore
{
    private const int LongestKey = 256;
    private const int LongestValue = 64 * 1024;
    private const int PageLength = 1000;

    private readonly SortedDictionary<string, StoredValue> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation)
    {
        Check(key);
        return ValueTask.FromResult(_values.GetValueOrDefault(key));
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(string key, string value, CancellationToken cancellation)
    {
        Check(key);
        Put(key, value);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation)
    {
        Check(key);
        if ((_values.GetValueOrDefault(key)?.Version ?? 0) != version) return ValueTask.FromResult(false);
        if (value is null) _values.Remove(key);
        else Put(key, value);
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string key, CancellationToken cancellation)
    {
        Check(key);
        _values.Remove(key);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var keys = _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(key, after) > 0)).Take(PageLength);
        return ValueTask.FromResult<IReadOnlyList<string>>([.. keys]);
    }

    private static void Check(string key)
    {
        if (key is not { Length: > 0 and <= LongestKey }) throw new ArgumentException($"A key of {key?.Length ?? 0} characters; expected 1 to {LongestKey}.", nameof(key));
    }

    private void Put(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (System.Text.Encoding.UTF8.GetByteCount(value) > LongestValue) throw new ArgumentException("A value has at most 64 KB.", nameof(value));
        _values[key] = new StoredValue(value, (_values.GetValueOrDefault(key)?.Version ?? 0) + 1);
    }
}
