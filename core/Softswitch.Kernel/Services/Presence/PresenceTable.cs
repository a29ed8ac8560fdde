using Npgsql;
using NpgsqlTypes;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>What presence sources say, in <c>kernel.presence</c>. Every statement throws where the database is away (<see cref="DatabaseErrors.IsOutage"/>).</summary>
/// <param name="database">The database.</param>
/// <param name="node">This node.</param>
internal sealed class PresenceTable(Database database, string node)
{
    // For so long what was said outlives whoever said it.
    private const string Grace = "interval '30 s'";

    /// <summary>All that is said for accounts, or for all of them.</summary>
    public async Task<List<(string Account, string Extension, ReportedState Said)>> ReadAsync(IReadOnlyCollection<string>? accounts, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand($"select account, extension, state, note, until from kernel.presence {(accounts is null ? "" : "where account = any($1)")}");
        if (accounts is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. accounts] });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var said = new List<(string, string, ReportedState)>();
        while (await reader.ReadAsync(cancellation))
        {
            // What a later version of the switch may say.
            if ((ExtensionState)reader.GetInt16(2) is not (ExtensionState.Busy or ExtensionState.Away or ExtensionState.DoNotDisturb)) continue;
            var until = reader.IsDBNull(4) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(4);
            said.Add((reader.GetString(0), reader.GetString(1), new ReportedState((ExtensionState)reader.GetInt16(2), reader.IsDBNull(3) ? null : reader.GetString(3), until)));
        }

        return said;
    }

    /// <summary>Another run of a source begins: what those before it have said is good for a little longer.</summary>
    public Task BeginAsync(PresenceSource source, long run, CancellationToken cancellation) => ExecuteAsync(
        $"update kernel.presence set until = now() + {Grace} where account = $1 and plugin = $2 and source = $3 and run <> $4 and (until is null or until > now() + {Grace})",
        source, run, static _ => { }, cancellation);

    /// <summary>A run has ended: the same for what it has said.</summary>
    public Task EndAsync(PresenceSource source, long run, CancellationToken cancellation) => ExecuteAsync(
        $"update kernel.presence set until = now() + {Grace} where account = $1 and plugin = $2 and source = $3 and run = $4 and (until is null or until > now() + {Grace})",
        source, run, static _ => { }, cancellation);

    /// <summary>Writes what a run has said, null for what it says no longer. Nothing is written by a node that the plugin's work is no longer on: another one may have said something else.</summary>
    public Task WriteAsync(PresenceSource source, long run, IReadOnlyCollection<(string Extension, ReportedState? Said)> changes, CancellationToken cancellation) => ExecuteAsync(
        """
        with owner as (select from kernel.task_owner t where t.account = $1 and t.plugin = $2 and t.node = $5),
        change as (select * from unnest($6, $7, $8, $9) as c (extension, state, note, until) where exists (select from owner)),
        gone as (
            delete from kernel.presence p using change c
            where p.account = $1 and p.plugin = $2 and p.source = $3 and p.extension = c.extension and c.state is null)
        insert into kernel.presence as p (account, plugin, source, extension, run, state, note, until)
        select $1, $2, $3, c.extension, $4, c.state, c.note, c.until from change c where c.state is not null
        on conflict (account, plugin, source, extension) do update set run = excluded.run, state = excluded.state, note = excluded.note, until = excluded.until, said_at = now()
        """,
        source,
        run,
        command =>
        {
            command.Parameters.Add(StoreAccess.Text(node));
            Add(command, NpgsqlDbType.Text, changes.Select(change => change.Extension));
            Add(command, NpgsqlDbType.Smallint, changes.Select(change => change.Said is { } said ? (short?)said.State : null));
            Add(command, NpgsqlDbType.Text, changes.Select(change => change.Said?.Note));
            Add(command, NpgsqlDbType.TimestampTz, changes.Select(change => change.Said?.Until?.ToUniversalTime()));
        },
        cancellation);

    /// <summary>What no living node stands for, nor any run on this one, is good for a little longer; what was good until a while ago goes.</summary>
    /// <param name="runs">The runs on this node. What has just been said may be of one that has begun since.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task SweepAsync(IEnumerable<long> runs, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            with orphan as (
                update kernel.presence p set until = now() + {Grace} where (p.until is null or p.until > now() + {Grace})
                and not exists (
                    select from kernel.task_owner t join kernel.node n on n.name = t.node where t.account = p.account and t.plugin = p.plugin and n.lease_until > now()
                    and (t.node <> $1 or p.run = any($2) or p.said_at > now() - interval '1 min')))
            delete from kernel.presence where until < now() - {Grace}
            """);
        command.Parameters.Add(StoreAccess.Text(node));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. runs] });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() });

    private async Task ExecuteAsync(string sql, PresenceSource source, long run, Action<NpgsqlCommand> add, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.Add(StoreAccess.Text(source.Account));
        command.Parameters.Add(StoreAccess.Text(source.Plugin));
        command.Parameters.Add(StoreAccess.Text(source.Name));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = run });
        add(command);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>A presence source of an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Plugin">The plugin.</param>
/// <param name="Name">Its name within the plugin.</param>
public readonly record struct PresenceSource(string Account, string Plugin, string Name);
