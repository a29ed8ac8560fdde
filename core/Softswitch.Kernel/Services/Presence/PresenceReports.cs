using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// What presence sources say of extensions, of all accounts and whichever node the source runs on: told by the database, and kept here for whoever asks. Safe from any thread.
/// </summary>
public sealed class PresenceReports : IAsyncDisposable
{
    /// <summary>Where the database tells of changes: the account's name.</summary>
    public const string Channel = "softswitch_presence";

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3);

    // What leaves least hope comes first.
    private static readonly ExtensionState[] Precedence = [ExtensionState.DoNotDisturb, ExtensionState.Busy, ExtensionState.Away];

    private readonly ConcurrentDictionary<string, FrozenDictionary<string, ReportedState[]>> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PresenceReport, bool> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly PresenceTable _table;
    private readonly TimeProvider _clock;
    private readonly IRandomSource _random;
    private readonly ILogger _logger;
    private readonly Task _sweeping;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="database">Where it is kept.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">For identities of runs.</param>
    /// <param name="logger">For what fails.</param>
    public PresenceReports(Database database, string node, TimeProvider clock, IRandomSource random, ILogger logger)
    {
        _table = new PresenceTable(database, node);
        _clock = clock;
        _random = random;
        _logger = logger;
        _sweeping = Task.Run(SweepAsync);
    }

    /// <summary>Is told of what sources on this node say.</summary>
    public Action<SwitchEvent> Tell { get; init; } = static _ => { };

    /// <summary>Extensions of which something is said.</summary>
    public int Count
    {
        get
        {
            var now = _clock.GetUtcNow();
            return _accounts.Sum(account => account.Value.Values.Count(all => First(all, now) is not null));
        }
    }

    /// <summary>What is said of an extension now, or null.</summary>
    public ReportedState? Find(string account, string extension) =>
        _accounts.TryGetValue(account, out var extensions) && extensions.TryGetValue(extension, out var all) ? First(all, _clock.GetUtcNow()) : null;

    /// <summary>Takes in what the database tells.</summary>
    /// <param name="accounts">The accounts that something has changed for; null where anything may have.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task FollowAsync(IReadOnlyCollection<string>? accounts, CancellationToken cancellation)
    {
        var told = accounts?.ToHashSet(StringComparer.Ordinal);
        var said = (await _table.ReadAsync(told, cancellation)).ToLookup(one => one.Account, StringComparer.Ordinal);
        foreach (var account in told ?? [.. _accounts.Keys, .. said.Select(one => one.Key)])
        {
            if (!said.Contains(account)) _accounts.TryRemove(account, out _);
            else _accounts[account] = Ordered(said[account].Select(one => (one.Extension, one.Said)));
        }
    }

    /// <summary>A source begins to run on this node.</summary>
    /// <param name="source">The source.</param>
    /// <param name="ending">Cancelled when the run ends, whatever its code does then.</param>
    /// <returns>What it says it to.</returns>
    public IPresenceReport Begin(PresenceSource source, CancellationToken ending)
    {
        var report = new PresenceReport(_table, source, (long)_random.NextUInt64(), Tell, _clock, ending, _givingUp.Token);
        _running[report] = true;
        _ = report.Ended.ContinueWith(
            ended =>
            {
                _running.TryRemove(report, out _);
                if (ended.Exception is { } failed) _logger.LogError(failed, "What {Source} of {Plugin} says for {Account} is no longer written", source.Name, source.Plugin, source.Account);
            },
            TaskScheduler.Default);
        return report;
    }

    /// <summary>Waits a little for what ends to be written; every source has been told to end before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sweeping;
        _givingUp.CancelAfter(EndPatience);
        foreach (var report in _running.Keys) await report.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _givingUp.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The first that is not over.</summary>
    private static ReportedState? First(ReportedState[] all, DateTimeOffset now)
    {
        foreach (var said in all)
        {
            if (said.Until is not { } until || until > now) return said;
        }

        return null;
    }

    private static FrozenDictionary<string, ReportedState[]> Ordered(IEnumerable<(string Extension, ReportedState Said)> said) =>
        said.GroupBy(one => one.Extension, one => one.Said, StringComparer.Ordinal)
            .ToFrozenDictionary(extension => extension.Key, extension => extension.OrderBy(one => Array.IndexOf(Precedence, one.State)).ToArray(), StringComparer.Ordinal);

    private async Task SweepAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _table.SweepAsync(_running.Keys.Select(report => report.Run), _stopping.Token);
            }
            catch (Exception e) when (DatabaseErrors.IsOutage(e))
            {
                // Until it is back nothing changes, and then it is looked at again.
            }

            await Task.Delay(SweepInterval, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
