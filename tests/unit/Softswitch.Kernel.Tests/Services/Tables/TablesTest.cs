using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

/// <summary>Tables of plugins in a database of their own.</summary>
public abstract class TablesTest(PostgresFixture postgres) : IAsyncLifetime
{
    internal Database Database { get; private set; } = null!;

    internal PluginTables Tables { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await postgres.OpenNewAsync();
        Tables = new PluginTables(Database, SystemRandomSource.Instance, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await Tables.DisposeAsync();
        await Database.DisposeAsync();
    }
}
