using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class SampleTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_sample_with_tables_keeps_what_it_is_told()
    {
        await using var database = await postgres.OpenNewAsync();
        await using var tables = new PluginTables(database, SystemRandomSource.Instance, NullLogger.Instance);
        var migrations = TableMigration.ReadAll(Path.Combine(Root(), "samples", "call-notes"));

        await tables.PrepareAsync("sample.call-notes", migrations, default);

        Assert.Single(migrations);
        Assert.Equal(0, await database.QueryAsync<long>("select count(*) from plugin_sample__call_notes.missed"));
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "..", ".."));
}
