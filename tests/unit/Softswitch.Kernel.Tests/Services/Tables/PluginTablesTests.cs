using System.Data.Common;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class PluginTablesTests(PostgresFixture postgres) : TablesTest(postgres)
{
    private const string Notes = "create table note (account text, id int, body text, primary key (account, id))";

    [Fact]
    public async Task Each_account_sees_and_writes_its_own_rows_and_need_not_name_itself()
    {
        await PrepareAsync(Notes);
        await ExecuteAsync("acme", "insert into note (id, body) values (1, 'of acme')");
        await ExecuteAsync("other", "insert into note (id, body) values (1, 'of other'), (2, 'of other')");

        Assert.Equal("acme: of acme", await ReadAsync("acme", "select string_agg(account || ': ' || body, ', ') from note"));
        Assert.Equal("2", await ReadAsync("other", "select count(*)::text from note"));
        Assert.Equal("1", await ReadAsync("acme", "with gone as (delete from note returning 1) select count(*)::text from gone"));
        Assert.Equal("2", await ReadAsync("other", "select count(*)::text from note"));
    }

    [Theory]
    [InlineData("insert into note (account, id, body) values ('other', 9, 'forged')")]
    [InlineData("update note set account = 'other'")]
    [InlineData("set row_security = off; select * from note where account = 'other'")]
    [InlineData("set role softswitch")]
    [InlineData("set session authorization softswitch")]
    [InlineData("insert into kernel.plugin_connection values (pg_backend_pid(), 'other')")]
    [InlineData("update kernel.plugin_connection set account = 'other'")]
    [InlineData("select * from kernel.plugin_schema")]
    [InlineData("select * from kernel.plugin_value")]
    [InlineData("select * from plugin_second.secret")]
    [InlineData("alter table note disable row level security")]
    [InlineData("alter table note no force row level security")]
    [InlineData("drop policy softswitch_account on note")]
    [InlineData("create policy all_of_it on note using (true)")]
    [InlineData("create or replace function sdk.account() returns text language sql as $$ select 'other' $$")]
    [InlineData("create table plugin_first.mine (account text)")]
    [InlineData("create table public.mine (account text)")]
    [InlineData("create schema mine")]
    [InlineData("truncate note")]
    [InlineData("drop table note")]
    [InlineData("select * from softswitch_migration")]
    [InlineData("copy note to program 'cat'")]
    [InlineData("copy (select 1) to '/tmp/softswitch-copy'")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select lo_create(4711)")]
    [InlineData("create role another superuser")]
    public async Task What_reaches_for_others_is_refused(string sql)
    {
        await PrepareAsync(Notes);
        await Tables.PrepareAsync("second", [new TableMigration("0001", "create table secret (account text, primary key (account))")], default);
        await ExecuteAsync("acme", "insert into note (id, body) values (1, 'of acme')");
        await ExecuteAsync("other", "insert into note (id, body) values (1, 'of other')");

        var refused = await Assert.ThrowsAnyAsync<DbException>(async () => await ExecuteAsync("acme", sql));

        Assert.True(refused.SqlState is "42501" or "42P01" or "3F000", $"{refused.SqlState}: {refused.Message}");
        Assert.Equal("of other", await ReadAsync("other", "select string_agg(body, ', ') from note"));
    }

    [Theory]
    [InlineData("set softswitch.account = 'other'")]
    [InlineData("select set_config('softswitch.account', 'other', false)")]
    [InlineData("set search_path = plugin_second, kernel, public")]
    [InlineData("reset role; reset session authorization; reset all")]
    [InlineData("discard all")]
    [InlineData("create temp table plugin_connection (pid int, account text); insert into plugin_connection values (pg_backend_pid(), 'other')")]
    [InlineData("create temp table note (account text, id int, body text)")]
    public async Task What_is_allowed_changes_nothing_of_whose_rows_are_seen(string sql)
    {
        await PrepareAsync(Notes);
        await ExecuteAsync("acme", "insert into note (id, body) values (1, 'of acme')");
        await ExecuteAsync("other", "insert into note (id, body) values (1, 'of other')");
        await using var connection = await Source("acme").OpenConnectionAsync();

        await ExecuteAsync(connection, sql);

        Assert.Equal("of acme", await ReadAsync(connection, "select string_agg(body, ', ') from plugin_first.note"));
        await connection.CloseAsync();
        await connection.OpenAsync();
        Assert.Equal("of acme", await ReadAsync(connection, "select string_agg(body, ', ') from note"));
    }

    [Fact]
    public async Task A_connection_that_many_accounts_take_in_turns_is_always_that_of_the_one()
    {
        await PrepareAsync(Notes);

        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (i, _) =>
        {
            var account = "account-" + (i % 12);
            await ExecuteAsync(account, $"insert into note (id, body) values ({i}, '{account}')");
            Assert.Equal(account, await ReadAsync(account, "select string_agg(distinct body, ', ') from note"));
        });

        Assert.Equal(60, await Database.QueryAsync<long>("select count(*) from plugin_first.note where account = body"));
    }

    [Fact]
    public async Task A_password_that_was_changed_from_inside_is_put_right_when_the_plugin_is_prepared_again()
    {
        await PrepareAsync(Notes);
        await ExecuteAsync("acme", "alter role current_user password 'mine'; alter role current_user set search_path = pg_catalog; alter role current_user set row_security = off");

        await PrepareAsync(Notes);

        Assert.Equal("0", await ReadAsync("other", "select count(*)::text from note"));
    }

    [Fact]
    public async Task A_plugin_without_migrations_has_noTables()
    {
        await Tables.PrepareAsync("none", [], default);

        Assert.Throws<InvalidOperationException>(() => Tables.For("none", "acme").DataSource.CreateConnection());
    }

    private Task PrepareAsync(string sql) => Tables.PrepareAsync("first", [new TableMigration("0001", sql)], default);

    private DbDataSource Source(string account) => Tables.For("first", account).DataSource;

    private async Task ExecuteAsync(string account, string sql)
    {
        await using var command = Source(account).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string?> ReadAsync(string account, string sql)
    {
        await using var command = Source(account).CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() as string;
    }
}
