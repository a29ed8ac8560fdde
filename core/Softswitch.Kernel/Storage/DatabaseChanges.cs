using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Follows what the nodes of the database tell each other (<c>LISTEN</c>, on a connection of its own). What is told while the connection is away is not told afterwards: once it is back, everything is to be compared.
/// </summary>
public sealed class DatabaseChanges : IAsyncDisposable
{
    private const int KeepAliveSeconds = 10;
    private const int MostAtOnce = 1000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>A publication of many accounts is told one by one, and taken in together.</summary>
    private static readonly TimeSpan TogetherWithin = TimeSpan.FromMilliseconds(20);

    /// <summary>Where there is always something new, what was told is taken in nevertheless.</summary>
    private static readonly TimeSpan TogetherAtMost = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    // The connection's keep-alive hears too, on a thread of its own, while something is taken in.
    private readonly ConcurrentQueue<(string Channel, string Text)> _heard = [];
    private readonly Dictionary<string, Func<IReadOnlyCollection<string>?, CancellationToken, Task>> _followers = new(StringComparer.Ordinal);
    private Task _following = Task.CompletedTask;

    /// <summary>Nothing is followed yet.</summary>
    public DatabaseChanges(Database database, TimeProvider clock, ILogger logger)
    {
        _source = database.NewPool(settings =>
        {
            settings.Pooling = false;
            settings.KeepAlive = KeepAliveSeconds;
        });
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Has somebody follow what is told on a channel; before <see cref="Start"/>.</summary>
    /// <param name="channel">A name of lower-case letters and underscores.</param>
    /// <param name="changed">Takes what was told, this node's own words too; null where anything may have changed. Where it throws because the database is away, it is asked again with null.</param>
    public void Follow(string channel, Func<IReadOnlyCollection<string>?, CancellationToken, Task> changed) => _followers.Add(channel, changed);

    /// <summary>Begins.</summary>
    public void Start() => _following = Task.Run(() => FollowAsync(_stopping.Token));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
        await _source.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ListenAsync(stopping);
                foreach (var changed in _followers.Values) await changed(null, stopping);
                pause = FirstPause;
                while (true)
                {
                    if (_heard.IsEmpty) await connection.WaitAsync(stopping);
                    var begun = _clock.GetTimestamp();
                    while (_heard.Count < MostAtOnce && _clock.GetElapsedTime(begun) < TogetherAtMost && await connection.WaitAsync(TogetherWithin, stopping))
                    {
                    }

                    var heard = new List<(string Channel, string Text)>();
                    while (_heard.TryDequeue(out var told)) heard.Add(told);
                    foreach (var channel in heard.GroupBy(told => told.Channel, told => told.Text)) await _followers[channel.Key]([.. channel], stopping);
                }
            }
            catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or StorageException)
            {
                if (pause == FirstPause) _logger.LogWarning("What other nodes do is not heard of ({Reason}): what is known stays so, and is compared when the database answers", e.Message);
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
            foreach (var channel in _followers.Keys)
            {
                await using var command = new NpgsqlCommand("listen " + channel, connection);
                await command.ExecuteNonQueryAsync(stopping);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs notification) => _heard.Enqueue((notification.Channel, notification.Payload));
}
