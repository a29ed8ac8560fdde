using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Follows what other nodes of the database publish (<c>LISTEN</c>, on a connection of its own). What is published while the connection is away is not told afterwards: once it is back, everything is to be compared.
/// </summary>
public sealed class DialplanChanges : IAsyncDisposable
{
    private const string Channel = "softswitch_dialplan";
    private const int KeepAliveSeconds = 10;
    private const int MostAtOnce = 1000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>A publication of many accounts is told one by one, and taken in together.</summary>
    private static readonly TimeSpan TogetherWithin = TimeSpan.FromMilliseconds(20);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    // The connection's keep-alive hears too, on a thread of its own, while something is taken in.
    private readonly ConcurrentQueue<DialplanChange> _heard = [];
    private Task _following = Task.CompletedTask;

    /// <summary>Nothing is followed yet.</summary>
    public DialplanChanges(Database database, TimeProvider clock, ILogger logger)
    {
        _source = database.NewPool(settings =>
        {
            settings.Pooling = false;
            settings.KeepAlive = KeepAliveSeconds;
        });
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Begins.</summary>
    /// <param name="changed">Takes what has changed, this node's own publications too; null where anything may have. Where it throws because the database is away, it is asked again with null.</param>
    public void Start(Func<IReadOnlyCollection<DialplanChange>?, CancellationToken, Task> changed) => _following = Task.Run(() => FollowAsync(changed, _stopping.Token));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
        await _source.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task FollowAsync(Func<IReadOnlyCollection<DialplanChange>?, CancellationToken, Task> changed, CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ListenAsync(stopping);
                await changed(null, stopping);
                pause = FirstPause;
                while (true)
                {
                    if (_heard.IsEmpty) await connection.WaitAsync(stopping);
                    while (_heard.Count < MostAtOnce && await connection.WaitAsync(TogetherWithin, stopping))
                    {
                    }

                    var heard = new List<DialplanChange>();
                    while (_heard.TryDequeue(out var change)) heard.Add(change);
                    await changed(heard, stopping);
                }
            }
            catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or StorageException)
            {
                if (pause == FirstPause) _logger.LogWarning("What other nodes publish is not heard of ({Reason}): the accounts in force stay so, and are compared when the database answers", e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken stopping)
    {
        var connection = await _source.OpenConnectionAsync(stopping);
        try
        {
            _heard.Clear();
            connection.Notification += Hear;
            await using var command = new NpgsqlCommand("listen " + Channel, connection);
            await command.ExecuteNonQueryAsync(stopping);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs notification)
    {
        var text = notification.Payload;
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (end > 0 && int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)) _heard.Enqueue(new DialplanChange(text[..end], version));
    }
}

/// <summary>Another version of an account is in force.</summary>
/// <param name="Account">The account.</param>
/// <param name="Version">Number of the version; 0 where none is in force any more.</param>
public readonly record struct DialplanChange(string Account, int Version);
