using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>The PostgreSQL database of the switch, its schema up to date. Safe from any thread.</summary>
public sealed class Database : IAsyncDisposable
{
    private const int WriteBufferSize = 64 * 1024;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private Database(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings)
    {
        Source = source;
        _settings = settings;
    }

    /// <summary>Pooled connections.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>Connects, creates the database if the server lacks it, and brings its schema up to date.</summary>
    /// <param name="connectionString">An Npgsql connection string; what it leaves open gets defaults that suit the switch.</param>
    /// <param name="logger">For what changes in the schema.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">It cannot be reached, refuses us, or holds a schema that is not ours; says what to do.</exception>
    public static async Task<Database> OpenAsync(string connectionString, ILogger logger, CancellationToken cancellation = default)
    {
        var settings = Settings(connectionString);
        var source = Build(settings);
        try
        {
            await EnsureDatabaseAsync(source, settings, cancellation);
            await new Migrator(source, Migration.LoadAll(), logger).RunAsync(cancellation);
            return new Database(source, settings);
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (e is NpgsqlException or SocketException or TimeoutException) throw Explain(settings, e);
            throw;
        }
    }

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var command = Source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellation);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Further connections to the same database, apart from <see cref="Source"/>: who waits for one of them holds up nobody else.</summary>
    /// <param name="adjust">Changes settings: size, user.</param>
    /// <param name="build">Adds to the pool, or null.</param>
    internal NpgsqlDataSource NewPool(Action<NpgsqlConnectionStringBuilder> adjust, Action<NpgsqlSlimDataSourceBuilder>? build = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString);
        adjust(settings);
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays().EnableTransportSecurity();
        build?.Invoke(builder);
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(settings.Host)) throw new ArgumentException("it names no Host");
            settings.ApplicationName ??= "softswitch";
            if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = 16;
            if (!settings.ContainsKey("Timeout")) settings.Timeout = 5;
            // A batch leaves in few writes: each that fills a buffer may cost a change of threads.
            if (!settings.ContainsKey("Write Buffer Size")) settings.WriteBufferSize = WriteBufferSize;
            settings.NoResetOnClose = true;
            return settings;
        }
        catch (ArgumentException e)
        {
            throw new StorageException($"database: the connection string cannot be read ({e.Message}): write it like Host=db.example.net;Username=softswitch;Password=...;Database=softswitch", e);
        }
    }

    // The slim builder leaves out what the switch does not use; it starts faster and takes less memory.
    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableArrays().EnableTransportSecurity().Build();

    private static async Task EnsureDatabaseAsync(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var maintenance = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = "postgres", Pooling = false };
            await using var server = Build(maintenance);
            await using var command = server.CreateCommand($"create database \"{settings.Database!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static StorageException Explain(NpgsqlConnectionStringBuilder settings, Exception e)
    {
        var place = settings.Host!.StartsWith('/') ? settings.Host : $"{settings.Host}:{settings.Port}";
        var reason = (e as PostgresException)?.MessageText ?? e.InnerException?.Message ?? e.Message;
        return new StorageException($"The database {settings.Database} at {place} cannot be used ({reason}): check that it runs and that database holds the right connection string.", e);
    }
}
