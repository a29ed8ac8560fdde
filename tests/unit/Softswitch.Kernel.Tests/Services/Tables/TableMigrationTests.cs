using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class TableMigrationTests(PostgresFixture postgres) : TablesTest(postgres)
{
    private static readonly TableMigration First = new("0001_notes", "create table note (account text, id int, body text, primary key (account, id));");

    [Fact]
    public async Task Migrations_run_in_order_each_once_and_see_the_rows_of_all_accounts()
    {
        await PrepareAsync(First);
        await Database.ExecuteAsync("insert into plugin_acme__crm.note values ('a', 1, 'x'), ('b', 1, 'y')");

        var second = new TableMigration("0002_upper", "update note set body = upper(body); create index note_body on note (account, body); create sequence note_id;");
        await PrepareAsync(First, second);
        await PrepareAsync(First, second);

        Assert.Equal("X, Y", await Database.QueryAsync<string>("select string_agg(body, ', ' order by account) from plugin_acme__crm.note"));
        Assert.Equal("0001_notes, 0002_upper", await Database.QueryAsync<string>("select string_agg(name, ', ' order by name) from plugin_acme__crm.softswitch_migration"));
        Assert.True(await Database.QueryAsync<bool>("select relrowsecurity and relforcerowsecurity from pg_class where oid = 'plugin_acme__crm.note'::regclass"));
    }

    [Fact]
    public async Task Several_nodes_may_prepare_a_plugin_at_once()
    {
        await using var other = new PluginTables(Database, SystemRandomSource.Instance, NullLogger.Instance);

        await Task.WhenAll(PrepareAsync(First), other.PrepareAsync("acme.crm", [First], default));

        Assert.Equal(1, await Database.QueryAsync<long>("select count(*) from plugin_acme__crm.softswitch_migration"));
    }

    [Theory]
    [InlineData("create table bad (id int primary key)", "has no column \"account text\"")]
    [InlineData("create table bad (account int, id int, primary key (account, id))", "has no column \"account text\"")]
    [InlineData("create table bad (account text, id int primary key)", "does not hold the account")]
    [InlineData("create table bad (account text, mail text unique)", "does not hold the account")]
    [InlineData("create materialized view bad as select * from note", "materialized view")]
    [InlineData("create function bad() returns int language sql security definer as 'select 1'", "security definer")]
    [InlineData("create policy mine on note using (true)", "policy mine of its own")]
    [InlineData("create table fine (account text);\ncommit;\ncreate table bad (account text)", "transaction commands")]
    [InlineData("create table fine (account text);\nselect * from nowhere", "nowhere")]
    [InlineData("create table public.bad (account text)", "permission denied")]
    [InlineData("create table kernel.bad (account text)", "permission denied")]
    [InlineData("alter table kernel.node add column bad int", "permission denied")]
    [InlineData("drop schema kernel cascade", "owner")]
    [InlineData("set role softswitch", "permission denied")]
    [InlineData("copy note from program 'id'", "pg_execute_server_program")]
    public async Task A_migration_that_breaks_the_rules_is_refused_and_leaves_nothing(string sql, string reason)
    {
        await PrepareAsync(First);

        var refused = await Assert.ThrowsAsync<TableMigrationException>(() => PrepareAsync(First, new TableMigration("0002_bad", sql)));

        Assert.Contains("0002_bad", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.QueryAsync<long>("select count(*) from pg_class where relname = 'bad'"));
        Assert.Equal("0001_notes", await Database.QueryAsync<string>("select string_agg(name, ', ' order by name) from plugin_acme__crm.softswitch_migration"));
        await PrepareAsync(First);
    }

    [Fact]
    public async Task The_rules_hold_against_a_trigger_that_waits_for_the_commit()
    {
        const string sql = """
            create table trap (account text, id int);
            create function trap() returns trigger language plpgsql as $$ begin alter table note no force row level security; return new; end $$;
            create constraint trigger trap after insert on trap deferrable initially deferred for each row execute function trap();
            insert into trap values ('a', 1);
            """;

        await Assert.ThrowsAsync<TableMigrationException>(() => PrepareAsync(First, new TableMigration("0002_trap", sql + "set constraints all deferred; alter table note disable row level security; select 1 / 0")));
        await PrepareAsync(First, new TableMigration("0002_trap", sql));

        Assert.True(await Database.QueryAsync<bool>("select relrowsecurity and relforcerowsecurity from pg_class where oid = 'plugin_acme__crm.note'::regclass"));
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_it_had_been_applied_is_refused()
    {
        await PrepareAsync(First);

        var refused = await Assert.ThrowsAsync<TableMigrationException>(() => PrepareAsync(new TableMigration(First.Name, First.Sql + " -- other")));

        Assert.Contains("was changed after it had been applied", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_told_with_its_line()
    {
        var refused = await Assert.ThrowsAsync<TableMigrationException>(() => PrepareAsync(new TableMigration("0001_bad", "create table note (\n  account text,\n  id nonsense)")));

        Assert.Contains("line 3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partitions_are_kept_apart_like_their_table()
    {
        await PrepareAsync(new TableMigration("0001", "create table call (account text, at date, primary key (account, at)) partition by range (at); create table call_2026 partition of call for values from ('2026-01-01') to ('2027-01-01')"));

        Assert.Equal(2, await Database.QueryAsync<long>("select count(*) from pg_class where relrowsecurity and relforcerowsecurity and relname like 'call%'"));
    }

    [Fact]
    public void Schemas_of_different_plugins_have_different_names()
    {
        string[] plugins = ["a.b-c", "a-b.c", "a-b-c", "ab-c", new string('a', 60), new string('a', 61)];

        Assert.Equal(plugins.Length, plugins.Select(TableSchema.SchemaOf).Distinct().Count());
        Assert.All(plugins, plugin => Assert.InRange(TableSchema.SchemaOf(plugin).Length, 1, 63));
    }

    private Task PrepareAsync(params TableMigration[] migrations) => Tables.PrepareAsync("acme.crm", migrations, default);
}
