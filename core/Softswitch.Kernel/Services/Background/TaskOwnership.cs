using Npgsql;
using NpgsqlTypes;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Services;

/// <summary>Which accounts × plugins this node runs the tasks of (<c>kernel.task_owner</c>). What a node owns is its own as long as its lease lasts, so nothing is renewed one by one.</summary>
/// <param name="database">The database.</param>
/// <param name="node">This node.</param>
internal sealed class TaskOwnership(Database database, string node)
{
    /// <summary>Takes what nobody owns who is alive.</summary>
    /// <returns>All of <paramref name="wanted"/> that is this node's now; null where the database does not answer.</returns>
    public async Task<HashSet<(string Account, string Plugin)>?> TakeAsync(IReadOnlyCollection<(string Account, string Plugin)> wanted, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.Source.CreateCommand(
                """
                with wanted as (select * from unnest($1, $2) as w (account, plugin)),
                taken as (
                    insert into kernel.task_owner as t (account, plugin, node) select w.account, w.plugin, $3 from wanted w
                    on conflict (account, plugin) do update set node = excluded.node
                    where t.node <> excluded.node and not exists (select from kernel.node n where n.name = t.node and n.lease_until > now())
                    returning t.account, t.plugin)
                select account, plugin from taken
                union
                select t.account, t.plugin from kernel.task_owner t join wanted w using (account, plugin) where t.node = $3
                """);
            AddKeys(command, wanted);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var owned = new HashSet<(string, string)>();
            while (await reader.ReadAsync(cancellation)) owned.Add((reader.GetString(0), reader.GetString(1)));
            return owned;
        }
        catch (Exception e) when (DatabaseErrors.IsOutage(e))
        {
            return null;
        }
    }

    /// <summary>Gives back what is not wanted here any longer; all of it where nothing is. An outage leaves it to the end of the node's lease.</summary>
    public async Task GiveBackAsync(IReadOnlyCollection<(string Account, string Plugin)> kept, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.Source.CreateCommand(
                "delete from kernel.task_owner t where t.node = $3 and not exists (select from unnest($1, $2) as k (account, plugin) where k.account = t.account and k.plugin = t.plugin)");
            AddKeys(command, kept);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception e) when (DatabaseErrors.IsOutage(e))
        {
            // Another node may take it when this one's lease has ended.
        }
    }

    private void AddKeys(NpgsqlCommand command, IReadOnlyCollection<(string Account, string Plugin)> keys)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = keys.Select(key => key.Account).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = keys.Select(key => key.Plugin).ToArray() });
        command.Parameters.Add(StoreAccess.Text(node));
    }
}
