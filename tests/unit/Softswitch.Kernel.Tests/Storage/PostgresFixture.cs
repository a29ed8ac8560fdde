using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

/// <summary>One real PostgreSQL for all tests that need only a database; each takes a database of its own from it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder? _data;
    private EmbeddedPostgres? _server;
    private int _databases;

    public async Task InitializeAsync()
    {
        _data = DataFolder.Open(_folder.Sub("data"));
        _server = await EmbeddedPostgres.StartAsync(_data, TimeProvider.System, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _data?.Dispose();
        _folder.Dispose();
    }

    /// <summary>The connection string of a database that does not exist yet.</summary>
    public string NewDatabase() => _server!.ConnectionString + Interlocked.Increment(ref _databases);

    public static Task<Database> OpenAsync(string connectionString) => Database.OpenAsync(connectionString, NullLogger.Instance);

    public Task<Database> OpenNewAsync() => OpenAsync(NewDatabase());
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
