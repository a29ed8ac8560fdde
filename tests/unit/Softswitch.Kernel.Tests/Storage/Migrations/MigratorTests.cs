using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class MigratorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_new_database_gets_every_migration_once()
    {
        var connection = postgres.NewDatabase();
        await using (await PostgresFixture.OpenAsync(connection))
        {
        }

        await using var database = await PostgresFixture.OpenAsync(connection);
        Assert.Equal(Migration.LoadAll().Count, await database.QueryAsync<long>("select count(*) from kernel.schema_migration"));
    }

    [Fact]
    public async Task Many_nodes_may_bring_one_database_up_to_date_at_once()
    {
        await using var database = await postgres.OpenNewAsync();
        await database.ExecuteAsync("drop schema kernel, sdk cascade");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync(database, Migration.LoadAll())));

        Assert.Equal(Migration.LoadAll().Count, await database.QueryAsync<long>("select count(*) from kernel.schema_migration"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_of_itself()
    {
        await using var database = await postgres.OpenNewAsync();
        Migration[] broken = [.. Migration.LoadAll(), Next("create table half (a int); select 1 / 0")];

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RunAsync(database, broken));

        Assert.True(await database.QueryAsync<bool>("select to_regclass('half') is null"));
        await RunAsync(database, [.. Migration.LoadAll(), Next("create table whole (a int)")]);
        Assert.False(await database.QueryAsync<bool>("select to_regclass('whole') is null"));
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        var connection = postgres.NewDatabase();
        await using (var database = await PostgresFixture.OpenAsync(connection))
            await RunAsync(database, [.. Migration.LoadAll(), Next("create table future (a int)")]);

        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresFixture.OpenAsync(connection));
        Assert.Contains("newer softswitch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_made_by_other_statements_is_refused()
    {
        var connection = postgres.NewDatabase();
        await using (var database = await PostgresFixture.OpenAsync(connection))
            await database.ExecuteAsync("update kernel.schema_migration set checksum = 'other' where version = 1");

        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresFixture.OpenAsync(connection));
        Assert.Contains("another build", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_that_belongs_to_an_account_has_it_first_in_its_key()
    {
        await using var database = await postgres.OpenNewAsync();

        // Of the switch and its plugins, and of connections to the database: no account has a part in the others.
        var without = await database.QueryAsync<string>(
            """
            select coalesce(string_agg(t.relname, ','), '') from pg_class t
            where t.relnamespace = 'kernel'::regnamespace and t.relkind = 'r' and t.relname not in ('node', 'schema_migration', 'plugin_schema', 'plugin_connection')
              and not exists (
                select 1 from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                where i.indrelid = t.oid and i.indisprimary and a.attname = 'account')
            """);

        Assert.Equal("", without);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Timeout=2", "127.0.0.1:1")]
    [InlineData("Host=/nowhere;Database=x", "/nowhere")]
    [InlineData("Database=x", "names no Host")]
    [InlineData("Hoost=127.0.0.1", "cannot be read")]
    public async Task A_database_that_cannot_be_used_is_one_line_that_says_why(string connection, string expected)
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresFixture.OpenAsync(connection));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void The_numbers_of_the_migrations_have_no_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.LoadAll().Count), Migration.LoadAll().Select(migration => migration.Version));

    private static Migration Next(string sql) => new(Migration.LoadAll().Count + 1, "next", sql);

    private static Task RunAsync(Database database, IReadOnlyList<Migration> migrations) =>
        new Migrator(database.Source, migrations, NullLogger.Instance).RunAsync(default);
}
