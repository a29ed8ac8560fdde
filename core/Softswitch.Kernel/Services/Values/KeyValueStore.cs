using System.Text;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>What a plugin remembers for an account, in <c>kernel.plugin_value</c>. Every statement names both, and no caller can.</summary>
/// <param name="access">The database.</param>
/// <param name="account">The account.</param>
/// <param name="plugin">The plugin.</param>
/// <param name="quota">Room for keys and values together, bytes of UTF-8.</param>
internal sealed class KeyValueStore(StoreAccess access, string account, string plugin, long quota) : IKeyValueStore
{
    /// <summary>The room each account has with a plugin that was granted no more.</summary>
    public const long DefaultQuota = 5_000_000;

    private const int LongestKey = 256;
    private const int LongestValue = 64 * 1024;

    private enum Written
    {
        Done,
        OtherVersion,
        NoRoom,
    }

    /// <inheritdoc/>
    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation)
    {
        CheckKey(key);
        return access.RunAsync<StoredValue?>(
            "select value, version from kernel.plugin_value where account = $1 and plugin = $2 and key = $3",
            [StoreAccess.Text(account), StoreAccess.Text(plugin), StoreAccess.Text(key)],
            static async (reader, token) => await reader.ReadAsync(token) ? new StoredValue(reader.GetString(0), reader.GetInt64(1)) : null,
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(string key, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(value);
        await PutAsync(key, value, null, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation) =>
        await PutAsync(key, value, version, cancellation) == Written.Done;

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string key, CancellationToken cancellation) => await PutAsync(key, null, null, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation)
    {
        StoreAccess.CheckText(prefix, 0, LongestKey, nameof(prefix));
        if (after is not null) StoreAccess.CheckText(after, 0, LongestKey, nameof(after));
        return access.RunAsync<IReadOnlyList<string>>(
            """
            select key from kernel.plugin_value
            where account = $1 and plugin = $2 and key >= $3 and starts_with(key, $3) and ($4 is null or key > $4)
            order by key limit 1000
            """,
            [StoreAccess.Text(account), StoreAccess.Text(plugin), StoreAccess.Text(prefix), StoreAccess.Text(after)],
            static async (reader, token) =>
            {
                var keys = new List<string>();
                while (await reader.ReadAsync(token)) keys.Add(reader.GetString(0));
                return keys;
            },
            cancellation);
    }

    private static void CheckKey(string key) => StoreAccess.CheckText(key, 1, LongestKey, nameof(key));

    private async ValueTask<Written> PutAsync(string key, string? value, long? version, CancellationToken cancellation)
    {
        CheckKey(key);
        if (value is not null)
        {
            StoreAccess.CheckText(value, 0, LongestValue, nameof(value));
            if (Encoding.UTF8.GetByteCount(value) > LongestValue) throw new ArgumentException($"the value has more than {LongestValue} bytes", nameof(value));
        }

        var written = (Written)await access.ScalarAsync<int>(
            "select kernel.put_value($1, $2, $3, $4, $5, $6)",
            [StoreAccess.Text(account), StoreAccess.Text(plugin), StoreAccess.Text(key), StoreAccess.Text(value), StoreAccess.Number(version), StoreAccess.Number(quota)],
            cancellation);
        return written != Written.NoRoom ? written : throw new StoreQuotaException($"Account {account} has no room left with plugin {plugin}: it has {quota} bytes.");
    }
}
