using Npgsql;
using Softswitch.Kernel.Storage;
using Softswitch.Net;

namespace Softswitch.Kernel.Services;

/// <summary>Makes the schema and the roles of a plugin, once, by the switch's own rights.</summary>
/// <param name="source">Connections of the switch's own role.</param>
/// <param name="random">Makes up passwords.</param>
internal sealed class TableRoles(NpgsqlDataSource source, IRandomSource random)
{
    // Any number will do that nobody else locks in this database; it keeps nodes from doing the same at a time.
    private const long LockKey = 0x53775461626C65;
    private const int PasswordLength = 24;

    // The group and its members are the whole server's, so another database's switch may be making them at this moment. Large objects belong to a role and to no account.
    private const string EnsureGroup = $"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{PostgresSettings.PluginRoles}') then create role {PostgresSettings.PluginRoles} nologin; end if;
        exception when duplicate_object or unique_violation then null; end $$;
        do $$ begin
            revoke execute on function pg_catalog.lo_creat(int), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea) from public;
        exception when insufficient_privilege then null; end $$;
        """;

    /// <summary>The plugin's schema and roles, made where they are missing.</summary>
    /// <exception cref="TableMigrationException">The switch's role may not make roles.</exception>
    public async Task<TableSchema> EnsureAsync(string plugin, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellation);
        try
        {
            var schema = await FindAsync(connection, plugin, cancellation);
            if (schema is null)
            {
                await ExecuteAsync(connection, EnsureGroup, cancellation);
                schema = await CreateAsync(connection, plugin, cancellation);
            }

            // A role may change its own password, so whatever runs as it may have: ours is put in force again.
            await ExecuteAsync(connection, $"alter role {schema.Role} password '{schema.Password}'; alter role {schema.Owner} password '{schema.Password}'", cancellation);
            await ExecuteAsync(connection, "delete from kernel.plugin_connection c where not exists (select from pg_stat_activity a where a.pid = c.pid)", cancellation);
            await transaction.CommitAsync(cancellation);
            return schema;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new TableMigrationException($"plugin {plugin} has tables of its own, and the database's role may not make roles for it ({e.MessageText}): grant it CREATEROLE, and CREATE on the database");
        }
    }

    private static async Task<TableSchema?> FindAsync(NpgsqlConnection connection, string plugin, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select schema, role, password from kernel.plugin_schema where plugin = $1", connection);
        command.Parameters.Add(StoreAccess.Text(plugin));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new TableSchema(plugin, reader.GetString(0), reader.GetString(1), reader.GetString(2)) : null;
    }

    private async Task<TableSchema> CreateAsync(NpgsqlConnection connection, string plugin, CancellationToken cancellation)
    {
        var bytes = new byte[PasswordLength];
        random.Fill(bytes);
        var schema = new TableSchema(plugin, TableSchema.SchemaOf(plugin), TableSchema.RoleOf(connection.Database, plugin), Convert.ToHexStringLower(bytes));
        foreach (var role in new[] { schema.Role, schema.Owner })
        {
            await ExecuteAsync(
                connection,
                $"""
                do $$ begin
                    create role {role} login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls in role {PostgresSettings.PluginRoles};
                exception when duplicate_object then null; end $$;
                do $$ begin
                    if not (select rolsuper from pg_roles where rolname = current_user) then grant {role} to current_user; end if;
                end $$;
                """,
                cancellation);
        }

        await ExecuteAsync(connection, $"create schema {schema.Schema} authorization {schema.Owner}", cancellation);
        await using var note = new NpgsqlCommand("insert into kernel.plugin_schema (plugin, schema, role, password) values ($1, $2, $3, $4)", connection);
        note.Parameters.AddRange(new[] { StoreAccess.Text(plugin), StoreAccess.Text(schema.Schema), StoreAccess.Text(schema.Role), StoreAccess.Text(schema.Password) });
        await note.ExecuteNonQueryAsync(cancellation);
        return schema;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
