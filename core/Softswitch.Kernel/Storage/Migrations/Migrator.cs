using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>Brings a database's schema up to the one this program was built for. Several nodes may try at once.</summary>
internal sealed class Migrator(NpgsqlDataSource source, IReadOnlyList<Migration> migrations, ILogger logger)
{
    // Any number will do that nobody else locks in this database.
    private const long LockKey = 0x536F6674737769;

    /// <exception cref="StorageException">The schema is newer than this program, or was made by other statements.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await AppliedAsync(connection, cancellation) == migrations.Count) return;

        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellation);
        try
        {
            await ExecuteAsync(
                connection,
                """
                create schema if not exists kernel;
                create table if not exists kernel.schema_migration (
                    version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
                """,
                cancellation);
            var applied = await AppliedAsync(connection, cancellation);
            foreach (var migration in migrations.Skip(applied)) await ApplyAsync(connection, migration, cancellation);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>How many of our migrations the database has; checks that it has no others.</summary>
    private async Task<int> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select version, name, checksum from kernel.schema_migration order by version", connection);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var count = 0;
            while (await reader.ReadAsync(cancellation))
            {
                var (version, name, checksum) = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
                if (count == migrations.Count)
                    throw new StorageException($"The database has the schema of a newer softswitch ({version}, {name}): run that version, or restore a backup made before it.");
                if (version != migrations[count].Version || checksum != migrations[count].Checksum)
                    throw new StorageException($"The database's schema {version} ({name}) is not the one of this softswitch: it was made by another build; use a database of its own.");
                count++;
            }

            return count;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return 0;
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, migration.Sql, cancellation);
        await using var note = new NpgsqlCommand("insert into kernel.schema_migration (version, name, checksum) values ($1, $2, $3)", connection);
        note.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Version });
        note.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        note.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
        await note.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        logger.LogInformation("Database schema {Version} ({Name}) applied", migration.Version, migration.Name);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
