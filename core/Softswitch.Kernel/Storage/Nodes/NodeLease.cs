using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Says in the database that this node is alive, again and again. What a node owns is its own as long as its lease
/// lasts; when that has ended another node may take it over. One row is renewed for everything the node owns.
/// </summary>
public sealed class NodeLease : IAsyncDisposable
{
    /// <summary>How long a lease lasts, seconds: three renewals may fail.</summary>
    public const int Seconds = 20;

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(5);

    // Before another node may take over what is ours.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(7);

    private readonly NpgsqlDataSource _source;
    private readonly string _node;
    private readonly string _version;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private long _renewedAt;

    /// <summary>Takes the lease of <paramref name="node"/> and renews it from now on.</summary>
    public NodeLease(Database database, string node, string version, TimeProvider clock, ILogger logger)
    {
        _source = database.Source;
        _node = node;
        _version = version;
        _clock = clock;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether the last renewal went through.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether what the node owns is its own: also some time after a renewal has failed, though not as long as the lease.</summary>
    public bool IsValid => Interlocked.Read(ref _renewedAt) is var renewed and not 0 && _clock.GetElapsedTime(renewed) < TimeSpan.FromSeconds(Seconds) - Margin;

    /// <summary>Gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await TryRenewAsync(Seconds, _stopping.Token);
            await Task.Delay(RenewalInterval, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (IsHeld) await TryRenewAsync(0, CancellationToken.None);
    }

    private async Task TryRenewAsync(int seconds, CancellationToken cancellation)
    {
        var asked = _clock.GetTimestamp();
        try
        {
            // The database's clock counts: it is the one that all nodes share.
            await using var command = _source.CreateCommand(
                """
                insert into kernel.node (name, version, started_at, lease_until) values ($1, $2, $3, now() + make_interval(secs => $4))
                on conflict (name) do update set version = excluded.version, lease_until = excluded.lease_until,
                    started_at = case when node.lease_until < now() then excluded.started_at else node.started_at end
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _node });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _version });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = _clock.GetUtcNow() });
            command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = seconds });
            await command.ExecuteNonQueryAsync(cancellation);
            IsHeld = true;
            Interlocked.Exchange(ref _renewedAt, seconds > 0 ? asked : 0);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or OperationCanceledException)
        {
            if (IsHeld && !cancellation.IsCancellationRequested) _logger.LogWarning("The node's lease could not be renewed: {Reason}", e.Message);
            IsHeld = false;
        }
    }
}
