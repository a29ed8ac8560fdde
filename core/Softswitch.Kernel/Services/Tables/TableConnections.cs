using Npgsql;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Services;

/// <summary>
/// Connections of plugins to their tables. Each is one account's from its beginning to its end: before anything of the plugin runs on it the switch notes, over a connection of its own, whose it is
/// (<c>kernel.plugin_connection</c>), and nothing that runs on it can change that. What is not in use is closed after ten seconds, or when others need the room.
/// </summary>
internal sealed class TableConnections : IAsyncDisposable
{
    /// <summary>Accounts × plugins that have connections at a time; those used longest ago make room.</summary>
    private const int MostPools = 8;

    /// <summary>Connections an account has at a time with a plugin.</summary>
    private const int PoolSize = 3;

    private readonly Database _database;
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Pool> _pools = [];
    private long _uses;
    private bool _isDisposed;

    public TableConnections(Database database) => _database = database;

    /// <summary>Connections as a role of the plugin, without an account: to migrate.</summary>
    public NpgsqlDataSource OwnerOf(TableSchema schema) => _database.NewPool(settings => Adjust(settings, schema, schema.Owner, statementSeconds: 300));

    /// <summary>The pool of an account and a plugin.</summary>
    public NpgsqlDataSource Of(TableSchema schema, string account)
    {
        NpgsqlDataSource? evicted = null;
        try
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                var key = new Key(schema.Plugin, account);
                if (!_pools.TryGetValue(key, out var pool))
                {
                    if (_pools.Count >= MostPools)
                    {
                        var oldest = _pools.MinBy(pair => pair.Value.LastUse);
                        _pools.Remove(oldest.Key);
                        evicted = oldest.Value.Source;
                    }

                    _pools.Add(key, pool = new Pool(New(schema, account)));
                }

                pool.LastUse = ++_uses;
                return pool.Source;
            }
        }
        finally
        {
            // Those of its connections that are in use close when they are given back. Somebody may be about to open one, and can: it closes soon after its use.
            evicted?.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Pool> pools;
        lock (_lock)
        {
            _isDisposed = true;
            pools = [.. _pools.Values];
            _pools.Clear();
        }

        foreach (var pool in pools) await pool.Source.DisposeAsync();
    }

    private static void Adjust(NpgsqlConnectionStringBuilder settings, TableSchema schema, string role, int statementSeconds)
    {
        settings.Username = role;
        settings.Password = schema.Password;
        settings.SearchPath = schema.Schema;
        settings.MaxPoolSize = PoolSize;
        settings.ConnectionIdleLifetime = 10;
        settings.ConnectionPruningInterval = 5;
        settings.NoResetOnClose = false;
        settings.Timeout = 5;
        settings.CommandTimeout = statementSeconds;
        // Over what a role may have set for itself.
        settings.Options = $"-c row_security=on -c statement_timeout={statementSeconds}s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s";
    }

    private NpgsqlDataSource New(TableSchema schema, string account) => _database.NewPool(
        settings => Adjust(settings, schema, schema.Role, statementSeconds: 10),
        builder =>
        {
            builder.EnableFullTextSearch().EnableRanges().EnableMultiranges().EnableRecords();
            builder.UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var command = Note(connection.ProcessID, account);
                    command.ExecuteNonQuery();
                },
                async connection =>
                {
                    await using var command = Note(connection.ProcessID, account);
                    await command.ExecuteNonQueryAsync();
                });
        });

    private NpgsqlCommand Note(int process, string account)
    {
        var command = _database.Source.CreateCommand(
            "insert into kernel.plugin_connection (pid, account) values ($1, $2) on conflict (pid) do update set account = excluded.account");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = process });
        command.Parameters.Add(StoreAccess.Text(account));
        return command;
    }

    private readonly record struct Key(string Plugin, string Account);

    private sealed class Pool(NpgsqlDataSource source)
    {
        public NpgsqlDataSource Source { get; } = source;

        public long LastUse { get; set; }
    }
}
