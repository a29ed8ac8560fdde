using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using Softswitch.Dialplan.Publishing;
using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Storage;

/// <summary>Published versions of accounts in the database. Rows travel as one array a column: one statement, whatever their number.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">For when they were published.</param>
public sealed class DialplanStore(Database database, TimeProvider clock) : IDialplanStore
{
    private const int MostAttempts = 5;

    private const string LoadText =
        """
        select d.account, d.version, d.domains, d.reseller, d.origin, d.origin_hash, d.uses, v.source, v.hash
        from kernel.dialplan d join kernel.dialplan_version v using (account, version)
        """;

    private const string PublishText =
        """
        with given as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as n (account, domains, reseller, uses, source, hash, published_by, origin, origin_hash)),
        kept as (
            insert into kernel.dialplan_version (account, version, source, hash, published_at, published_by)
            select account, coalesce((select max(version) from kernel.dialplan_version v where v.account = given.account), 0) + 1, source, hash, $10, published_by
            from given returning account, version)
        insert into kernel.dialplan (account, version, domains, reseller, uses, origin, origin_hash)
        select account, kept.version, domains, reseller, uses, origin, origin_hash from given join kept using (account)
        on conflict (account) do update set version = excluded.version, domains = excluded.domains, reseller = excluded.reseller, uses = excluded.uses,
            origin = coalesce(excluded.origin, dialplan.origin), origin_hash = coalesce(excluded.origin_hash, dialplan.origin_hash)
        returning account, version
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDialplan>> LoadAsync(CancellationToken cancellation) => LoadAsync(LoadText, null, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDialplan>> LoadAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellation) => LoadAsync(LoadText + " where d.account = any ($1)", accounts, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, int>> InForceAsync(CancellationToken cancellation) => Do<IReadOnlyDictionary<string, int>>(async () =>
    {
        await using var command = database.Source.CreateCommand("select account, version from kernel.dialplan");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) versions[reader.GetString(0)] = reader.GetInt32(1);
        return versions;
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> PublishAsync(IReadOnlyList<NewDialplan> dialplans, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryPublishAsync(dialplans, cancellation);
            }
            catch (StorageException e) when (attempt < MostAttempts && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another node has published the same account at the same time: this version comes behind that one.
            }
        }
    }

    /// <inheritdoc/>
    public Task WithdrawAsync(IReadOnlyList<string> accounts, CancellationToken cancellation) => Do(async () =>
    {
        await using var command = database.Source.CreateCommand("delete from kernel.dialplan where account = any ($1)");
        Add(command, NpgsqlDbType.Text, accounts, account => account);
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<DialplanVersion>> VersionsAsync(string account, CancellationToken cancellation) => Do<IReadOnlyList<DialplanVersion>>(async () =>
    {
        await using var command = database.Source.CreateCommand("select version, published_at, published_by from kernel.dialplan_version where account = $1 order by version desc limit 1000");
        command.Parameters.AddWithValue(account);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var versions = new List<DialplanVersion>();
        while (await reader.ReadAsync(cancellation)) versions.Add(new DialplanVersion(reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2)));
        return versions;
    });

    /// <inheritdoc/>
    public Task<PlanSource?> FindAsync(string account, int version, CancellationToken cancellation) => Do(async () =>
    {
        await using var command = database.Source.CreateCommand("select source, hash from kernel.dialplan_version where account = $1 and version = $2");
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(version);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? PlanSource.FromPacked(reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)) : null;
    });

    private Task<IReadOnlyList<int>> TryPublishAsync(IReadOnlyList<NewDialplan> dialplans, CancellationToken cancellation) => Do<IReadOnlyList<int>>(async () =>
    {
        await using var command = database.Source.CreateCommand(PublishText);
        Add(command, NpgsqlDbType.Text, dialplans, plan => plan.Account);
        Add(command, NpgsqlDbType.Text, dialplans, plan => string.Join(' ', plan.Domains));
        Add(command, NpgsqlDbType.Text, dialplans, plan => plan.Reseller);
        Add(command, NpgsqlDbType.Text, dialplans, plan => string.Join(' ', plan.Uses));
        Add(command, NpgsqlDbType.Bytea, dialplans, plan => plan.Source.Packed.ToArray());
        Add(command, NpgsqlDbType.Bytea, dialplans, plan => plan.Source.Hash.ToArray());
        Add(command, NpgsqlDbType.Text, dialplans, plan => plan.By);
        Add(command, NpgsqlDbType.Text, dialplans, plan => plan.Origin);
        Add(command, NpgsqlDbType.Text, dialplans, plan => plan.OriginHash);
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) versions[reader.GetString(0)] = reader.GetInt32(1);
        return [.. dialplans.Select(plan => versions[plan.Account])];
    });

    private Task<IReadOnlyList<StoredDialplan>> LoadAsync(string text, IReadOnlyCollection<string>? accounts, CancellationToken cancellation) => Do<IReadOnlyList<StoredDialplan>>(async () =>
    {
        await using var command = database.Source.CreateCommand(text);
        if (accounts is not null) Add(command, NpgsqlDbType.Text, [.. accounts], account => account);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new List<StoredDialplan>();
        // Very many accounts use the same few plugins.
        var uses = new Dictionary<string, string[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            stored.Add(new StoredDialplan(
                reader.GetString(0), reader.GetInt32(1), reader.GetString(2).Split(' '), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(6) ? null : UsesOf(reader.GetString(6), uses), PlanSource.FromPacked(reader.GetFieldValue<byte[]>(7), reader.GetFieldValue<byte[]>(8)),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
        }

        return stored;
    });

    private static string[] UsesOf(string text, Dictionary<string, string[]> known)
    {
        if (!known.TryGetValue(text, out var uses)) known[text] = uses = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return uses;
    }

    private static void Add<TItem>(NpgsqlCommand command, NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, object?> column) =>
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = type == NpgsqlDbType.Text ? items.Select(item => (string?)column(item)).ToArray() : items.Select(item => (byte[]?)column(item)).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });

    private static async Task<T> Do<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw new StorageException($"The published accounts cannot be read or written ({e.Message}): check that the database runs.", e);
        }
    }
}
