namespace Softswitch.Sdk;

/// <summary>
/// What a plugin remembers for one account: small values by key. It survives restarts and new versions of the plugin, is shared by all nodes, and holds
/// nothing of other accounts or plugins. Each account has 5 MB per plugin unless the plugin was granted more.
/// </summary>
public interface IKeyValueStore
{
    /// <summary>A value with its version, or null.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Writes a value whatever was there.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="value">At most 64 KB in UTF-8.</param>
    /// <param name="cancellation">Ends the wait; the value may have been written or not.</param>
    /// <exception cref="StoreQuotaException">The account has no room left.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask SetAsync(string key, string value, CancellationToken cancellation);

    /// <summary>Writes a value if nobody has changed it since: compare and swap. Of several who try, one succeeds.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="value">At most 64 KB in UTF-8; null removes it.</param>
    /// <param name="version">The version that was read; 0 where there was nothing.</param>
    /// <param name="cancellation">Ends the wait; the value may have been written or not.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="StoreQuotaException">The account has no room left.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation);

    /// <summary>Removes a value; nothing happens where there is none.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask RemoveAsync(string key, CancellationToken cancellation);

    /// <summary>Up to 1000 keys that begin with <paramref name="prefix"/>, in their order, from the one after <paramref name="after"/> on.</summary>
    /// <param name="prefix">0 to 256 characters.</param>
    /// <param name="after">The last key of the page before, or null for the first page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation);
}

/// <summary>A value of the store.</summary>
/// <param name="Value">The text.</param>
/// <param name="Version">Counts up with each write; at least 1.</param>
public sealed record StoredValue(string Value, long Version);
