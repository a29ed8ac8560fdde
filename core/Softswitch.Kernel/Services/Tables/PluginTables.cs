using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>The tables of plugins: migrated once per version, then open to the rows of one account at a time. Safe from any thread.</summary>
public sealed class PluginTables : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TableSchema> _schemas = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly Database _database;
    private readonly TableRoles _roles;
    private readonly TableConnections _connections;
    private readonly ILogger _logger;

    /// <summary>Tables in <paramref name="database"/>; nothing is made before it is needed.</summary>
    public PluginTables(Database database, IRandomSource random, ILogger logger)
    {
        _database = database;
        _roles = new TableRoles(database.Source, random);
        _connections = new TableConnections(database);
        _logger = logger;
    }

    /// <summary>Brings the tables of a plugin up to date, before it is used. One without migrations has no tables.</summary>
    /// <exception cref="TableMigrationException">They cannot be; what is in force of the plugin stays so.</exception>
    public async Task PrepareAsync(string plugin, IReadOnlyList<TableMigration> migrations, CancellationToken cancellation)
    {
        if (migrations.Count == 0) return;
        await _preparing.WaitAsync(cancellation);
        try
        {
            var schema = await _roles.EnsureAsync(plugin, cancellation);
            await using (var owner = _connections.OwnerOf(schema))
            await using (var connection = await owner.OpenConnectionAsync(cancellation)) await new TableMigrator(schema, migrations, _logger).RunAsync(connection, cancellation);
            await CheckAsync(schema, cancellation);
            _schemas[plugin] = schema;
        }
        catch (NpgsqlException e)
        {
            throw new TableMigrationException($"the tables of plugin {plugin} cannot be brought up to date: {e.Message}");
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        _preparing.Dispose();
    }

    /// <summary>The tables of a plugin, for one account.</summary>
    internal IPluginDatabase For(string plugin, string account) => new PluginDatabase(new PluginDataSource(this, plugin, account));

    /// <summary>Once more by our own rights, after everything is committed.</summary>
    private async Task CheckAsync(TableSchema schema, CancellationToken cancellation)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellation);
        var offences = await TableRules.OffencesAsync(connection, schema, cancellation);
        offences.AddRange(await TableRules.GapsAsync(connection, schema, cancellation));
        if (offences.Count > 0) throw new TableMigrationException($"the tables of plugin {schema.Plugin} do not keep accounts apart: {string.Join("; ", offences)}");
    }

    private NpgsqlDataSource Open(string plugin, string account) => _schemas.TryGetValue(plugin, out var schema)
        ? _connections.Of(schema, account)
        : throw new InvalidOperationException($"Plugin {plugin} has no tables: it has no file migrations/*.sql.");

    private sealed class PluginDatabase(DbDataSource source) : IPluginDatabase
    {
        public DbDataSource DataSource { get; } = source;
    }

    /// <summary>What a plugin is given: it looks up the pool anew each time, which may have made room for others meanwhile.</summary>
    private sealed class PluginDataSource(PluginTables tables, string plugin, string account) : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => tables.Open(plugin, account).CreateConnection();
    }
}
