using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Services;

/// <summary>
/// Brings a plugin's tables up to its migrations, as the role that owns them and may do nothing elsewhere. Each runs in a transaction of its own, with the rules of the house put in force and checked at its end.
/// </summary>
internal sealed class TableMigrator(TableSchema schema, IReadOnlyList<TableMigration> migrations, ILogger logger)
{
    // Any number will do; the second half is the schema's.
    private const int LockKey = 0x54624D67;

    /// <summary>Applies those that are new.</summary>
    /// <param name="connection">A connection as the owner.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TableMigrationException">One fails or breaks the rules; nothing of it is left, those before it stay.</exception>
    public async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await TableRules.ExecuteAsync(connection, $"select pg_advisory_lock({LockKey}, hashtext('{schema.Schema}'))", cancellation);
        await TableRules.ExecuteAsync(
            connection,
            $"create table if not exists {schema.Schema}.{TableRules.Notes} (name text primary key, checksum text not null, applied_at timestamptz not null default now())",
            cancellation);
        var applied = await AppliedAsync(connection, cancellation);
        foreach (var migration in migrations)
        {
            if (!applied.TryGetValue(migration.Name, out var checksum)) await ApplyAsync(connection, migration, cancellation);
            else if (checksum != migration.Checksum)
                throw new TableMigrationException($"migration {migration.Name} of plugin {schema.Plugin} was changed after it had been applied: put it back as it was, and make the change in another one");
        }
    }

    private async Task<Dictionary<string, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select name, checksum from {schema.Schema}.{TableRules.Notes}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, TableMigration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await TableRules.LiftAsync(connection, schema, cancellation);
            await TableRules.ExecuteAsync(connection, Contained(migration), cancellation);
            // Whatever it has left for the commit happens now, and its search path is not ours.
            await TableRules.ExecuteAsync(connection, "set constraints all immediate; set local search_path = pg_catalog", cancellation);
            var offences = await TableRules.OffencesAsync(connection, schema, cancellation);
            if (offences.Count > 0) throw Refused(migration, offences);
            await TableRules.EnforceAsync(connection, schema, cancellation);
            await NoteAsync(connection, migration, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException e)
        {
            throw Refused(migration, [e.InternalPosition > 0 ? $"line {LineOf(migration.Sql, e.InternalPosition)}: {e.MessageText}" : e.MessageText]);
        }

        logger.LogInformation("Migration {Migration} of plugin {Plugin} applied", migration.Name, schema.Plugin);
    }

    private async Task NoteAsync(NpgsqlConnection connection, TableMigration migration, CancellationToken cancellation)
    {
        await using var note = new NpgsqlCommand($"insert into {schema.Schema}.{TableRules.Notes} (name, checksum) values ($1, $2)", connection);
        note.Parameters.AddRange(new[] { StoreAccess.Text(migration.Name), StoreAccess.Text(migration.Checksum) });
        await note.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The statements in a place where they can neither end the transaction nor begin another. The quotes hold a hash of what is in them, which therefore does not hold the quotes.</summary>
    private static string Contained(TableMigration migration)
    {
        var quote = $"$q{migration.Checksum}$";
        var outer = $"$o{migration.Checksum}$";
        return $"do {outer} begin execute {quote}{migration.Sql}{quote}; end {outer}";
    }

    private TableMigrationException Refused(TableMigration migration, IEnumerable<string> reasons) =>
        new($"migration {migration.Name} of plugin {schema.Plugin} is refused: {string.Join("; ", reasons)}");

    private static int LineOf(string sql, int position) => sql.AsSpan(0, Math.Min(position, sql.Length)).Count('\n') + 1;
}
