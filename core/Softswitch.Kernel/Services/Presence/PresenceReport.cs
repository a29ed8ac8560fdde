using System.Diagnostics.CodeAnalysis;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// What one run of a presence source says: kept here, and written behind it, what has changed together and not more often than four times a second. When the run ends nothing more is taken. Safe from any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no handle, and may be released late.")]
internal sealed class PresenceReport : IPresenceReport
{
    private const int LongestNote = 200;

    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReportedState> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cleared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly PresenceTable _table;
    private readonly PresenceSource _source;
    private readonly Action<SwitchEvent> _tell;
    private readonly long _run;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _ending;
    private readonly CancellationToken _givingUp;

    /// <summary>A run begins.</summary>
    /// <param name="table">Where it is written to.</param>
    /// <param name="source">The source.</param>
    /// <param name="run">Identity of the run.</param>
    /// <param name="tell">Is told of what was written.</param>
    /// <param name="clock">Time for pauses, and to tell what is over.</param>
    /// <param name="ending">The run ends.</param>
    /// <param name="givingUp">What is left is to stay undone.</param>
    public PresenceReport(PresenceTable table, PresenceSource source, long run, Action<SwitchEvent> tell, TimeProvider clock, CancellationToken ending, CancellationToken givingUp)
    {
        _table = table;
        _source = source;
        _run = run;
        _tell = tell;
        _clock = clock;
        _ending = ending;
        _givingUp = givingUp;
        Ended = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Identity of the run.</summary>
    public long Run => _run;

    /// <summary>Completes when all is written that was to be.</summary>
    public Task Ended { get; }

    /// <inheritdoc/>
    public void Set(string extension, ExtensionState state, string? note = null, DateTimeOffset? until = null)
    {
        ReportRules.CheckExtension(extension);
        if (note is not null) StoreAccess.CheckText(note, 0, LongestNote, nameof(note));
        var said = new ReportedState(state, note, until);
        if (until <= _clock.GetUtcNow())
        {
            Clear(extension);
            return;
        }

        lock (_lock)
        {
            var before = _said.GetValueOrDefault(extension);
            if (before == said) return;
            if (before is null) MakeRoom();
            _said[extension] = said;
            _cleared.Remove(extension);
            Note(extension);
        }
    }

    /// <inheritdoc/>
    public void Clear(string extension)
    {
        ReportRules.CheckExtension(extension);
        lock (_lock)
        {
            // What a run before has said goes at once too; that needs to be said once.
            var isFull = _cleared.Count >= ReportRules.MostExtensions;
            if (!_said.Remove(extension) && (isFull || _cleared.Contains(extension))) return;
            if (!isFull) _cleared.Add(extension);
            Note(extension);
        }
    }

    /// <summary>Makes room for one extension more: what is over by itself goes, and what waits for the database has a bound too.</summary>
    private void MakeRoom()
    {
        if (_said.Count >= ReportRules.MostExtensions)
        {
            var now = _clock.GetUtcNow();
            foreach (var (extension, said) in _said)
            {
                if (said.Until <= now) _said.Remove(extension);
            }
        }

        ReportRules.CheckRoom(Math.Max(_said.Count, _changed.Count - ReportRules.MostExtensions));
    }

    private void Note(string extension)
    {
        _changed.Add(extension);
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    private async Task RunAsync()
    {
        await TryPersistAsync(token => _table.BeginAsync(_source, _run, token), _ending);
        while (!_ending.IsCancellationRequested)
        {
            await ((Task)_wake.WaitAsync(_ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Together, _clock, _ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ending.IsCancellationRequested) break;
            var changes = Take();
            if (!await TryPersistAsync(token => _table.WriteAsync(_source, _run, changes, token), _ending)) break;
            foreach (var (extension, said) in changes)
            {
                // That nothing is said is news of those of whom something was.
                var isNews = said is not null || _told.Contains(extension);
                if (said is null) _told.Remove(extension);
                else _told.Add(extension);
                if (isNews) _tell(new ExtensionReported(_source.Account, _clock.GetUtcNow(), extension, said));
            }
        }

        await TryPersistAsync(token => _table.EndAsync(_source, _run, token), _givingUp);
    }

    private List<(string Extension, ReportedState? Said)> Take()
    {
        lock (_lock)
        {
            var changes = _changed.Select(extension => (extension, _said.GetValueOrDefault(extension))).ToList();
            _changed.Clear();
            return changes;
        }
    }

    /// <summary>Tries until the database takes it; false where that is no longer wanted.</summary>
    private async Task<bool> TryPersistAsync(Func<CancellationToken, Task> write, CancellationToken cancellation)
    {
        for (var pause = FirstPause; !cancellation.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await write(cancellation);
                return true;
            }
            catch (Exception e) when (DatabaseErrors.IsOutage(e))
            {
                await Task.Delay(pause, _clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }
}
