using System.Net.Sockets;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// The database for the stores of plugins: connections of its own, an end to every wait, and failures as the SDK names them. Safe from any thread.
/// </summary>
public sealed class StoreAccess : IAsyncDisposable
{
    /// <summary>Longest time for one operation, the wait for a connection included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int Connections = 8;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;

    /// <summary>Connections to <paramref name="database"/>, made when they are needed.</summary>
    public StoreAccess(Database database, TimeProvider clock)
    {
        _clock = clock;
        _source = database.NewPool(settings =>
        {
            settings.MaxPoolSize = Connections;
            settings.Timeout = settings.CommandTimeout = (int)Patience.TotalSeconds;
            settings.MaxAutoPrepare = 32;
            settings.AutoPrepareMinUsages = 2;
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    internal static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    internal static NpgsqlParameter Number(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value ?? (object)DBNull.Value };

    internal static NpgsqlParameter Money(decimal value) => new NpgsqlParameter<decimal> { TypedValue = value };

    internal static NpgsqlParameter Seconds(TimeSpan value) => new NpgsqlParameter<double> { TypedValue = value.TotalSeconds };

    /// <summary>The database takes text that is Unicode without U+0000.</summary>
    /// <exception cref="ArgumentException">It is not, or its length is out of range.</exception>
    internal static void CheckText(string value, int shortest, int longest, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.Length < shortest || value.Length > longest) throw new ArgumentException($"{name} has {value.Length} characters; expected {shortest} to {longest}", name);
        if (value.Contains('\0')) throw new ArgumentException($"{name} has a character U+0000", name);
        for (var i = 0; i < value.Length; i += char.IsSurrogate(value[i]) ? 2 : 1)
        {
            if (char.IsSurrogate(value[i]) && !Rune.TryGetRuneAt(value, i, out _)) throw new ArgumentException($"{name} is no valid Unicode", name);
        }
    }

    /// <summary>Runs one statement and reads what it gives.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer in time, or fails.</exception>
    internal async ValueTask<T> RunAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await using var command = _source.CreateCommand(sql);
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(either.Token);
            return await read(reader, either.Token);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            // Flat: the exception itself is none of the plugin's business, nor are its traces.
            throw new StoreUnavailableException($"The database does not answer: {(e is PostgresException refused ? refused.MessageText : e is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : e.Message)}");
        }
    }

    /// <summary>Runs one statement that gives one value.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer in time, or fails.</exception>
    internal ValueTask<T> ScalarAsync<T>(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) => RunAsync(
        sql,
        parameters,
        static async (reader, token) =>
        {
            await reader.ReadAsync(token);
            return await reader.GetFieldValueAsync<T>(0, token);
        },
        cancellation);
}
