using Npgsql;

namespace Softswitch.Kernel.Services;

/// <summary>
/// What keeps the rows of accounts apart in a plugin's schema, put in force after its migrations and checked: every table has the account, in every key too, and row-level security compares it with that of the
/// connection, for the owner as well.
/// </summary>
internal static class TableRules
{
    /// <summary>Notes which migrations were applied; the one table without rows of accounts.</summary>
    public const string Notes = "softswitch_migration";

    private const string Policy = "softswitch_account";

    // Everything in a schema that would let rows of one account be seen or guessed by another.
    private const string Offences = $"""
        with relation as (
            select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, a.attnum, a.atttypid
            from pg_catalog.pg_class c
            left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'account' and not a.attisdropped
            where c.relnamespace = $1::regnamespace and c.relname <> '{Notes}')
        select format('table %s has no column "account text"', relname) from relation
            where relkind in ('r', 'p') and (attnum is null or atttypid <> 'text'::regtype)
        union all
        select format('key %s of table %s does not hold the account, so that one account could tell what is in another: write it as (account, ...)', x.relname, r.relname)
            from relation r join pg_catalog.pg_index i on i.indrelid = r.oid join pg_catalog.pg_class x on x.oid = i.indexrelid
            where r.relkind in ('r', 'p') and r.attnum is not null and i.indisunique
            and not r.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
        union all
        select format('%s is a materialized view or foreign table, whose rows cannot be kept apart', relname) from relation where relkind in ('m', 'f')
        union all
        select format('function %s is security definer', proname) from pg_catalog.pg_proc where pronamespace = $1::regnamespace and prosecdef
        union all
        select format('table %s has a policy %s of its own', r.relname, p.polname)
            from relation r join pg_catalog.pg_policy p on p.polrelid = r.oid where p.polname <> '{Policy}'
        """;

    // What Enforce does, as it has to be found afterwards.
    private const string Gaps = $"""
        select format('table %s is not kept apart by row-level security', c.relname)
        from pg_catalog.pg_class c
        where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and c.relname <> '{Notes}'
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (
            select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = '{Policy}' and p.polcmd = '*'
            and pg_get_expr(p.polqual, p.polrelid) like '%sdk.account()%' and pg_get_expr(p.polwithcheck, p.polrelid) like '%sdk.account()%'))
        """;

    /// <summary>Lets the owner see the rows of all accounts, as long as the migration's transaction lasts.</summary>
    public static Task LiftAsync(NpgsqlConnection connection, TableSchema schema, CancellationToken cancellation) =>
        ForEachTableAsync(connection, schema, "alter table %s no force row level security", cancellation);

    /// <summary>Puts the rules in force.</summary>
    public static async Task EnforceAsync(NpgsqlConnection connection, TableSchema schema, CancellationToken cancellation)
    {
        await ForEachTableAsync(
            connection,
            schema,
            $"""
            alter table %1$s enable row level security; alter table %1$s force row level security;
            alter table %1$s alter column account set not null; alter table %1$s alter column account set default sdk.account();
            drop policy if exists {Policy} on %1$s;
            create policy {Policy} on %1$s using (account = (select sdk.account())) with check (account = (select sdk.account()))
            """,
            cancellation);
        await ExecuteAsync(
            connection,
            $"""
            revoke all on schema {schema.Schema} from public;
            grant usage on schema {schema.Schema} to {schema.Role};
            revoke all on all tables in schema {schema.Schema} from public;
            grant select, insert, update, delete on all tables in schema {schema.Schema} to {schema.Role};
            grant usage, select on all sequences in schema {schema.Schema} to {schema.Role};
            revoke all on {schema.Schema}.{Notes} from {schema.Role}
            """,
            cancellation);
    }

    /// <summary>What in the schema breaks the rules; nothing where all is well.</summary>
    public static Task<List<string>> OffencesAsync(NpgsqlConnection connection, TableSchema schema, CancellationToken cancellation) =>
        ReadAsync(connection, Offences, schema, cancellation);

    /// <summary>Tables that the rules are not in force for.</summary>
    public static Task<List<string>> GapsAsync(NpgsqlConnection connection, TableSchema schema, CancellationToken cancellation) =>
        ReadAsync(connection, Gaps, schema, cancellation);

    /// <summary>Runs statements as they are.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Task ForEachTableAsync(NpgsqlConnection connection, TableSchema schema, string statements, CancellationToken cancellation) => ExecuteAsync(
        connection,
        $"""
        do $block$
        declare one text;
        begin
            for one in
                select pg_catalog.format('%I.%I', '{schema.Schema}', c.relname) from pg_catalog.pg_class c
                where c.relnamespace = '{schema.Schema}'::pg_catalog.regnamespace and c.relkind in ('r', 'p') and c.relname <> '{Notes}'
            loop
                execute pg_catalog.format($statements${statements}$statements$, one);
            end loop;
        end $block$
        """,
        cancellation);

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql, TableSchema schema, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(StoreAccess.Text(schema.Schema));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetString(0));
        return found;
    }
}
