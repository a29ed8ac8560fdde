using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using Softswitch.Kernel.Registrar;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Registrations in the database, so that they survive a restart. Changes are written behind the registrar's back, in
/// batches in which only the last state of a contact counts; the registrar's own memory answers all questions. A contact
/// is known by its instance and flow number (RFC 5626) where it has them, otherwise by its URI. The later registration
/// wins: of one Call-ID the higher CSeq, otherwise the later time.
/// </summary>
public sealed class LocationStore : ILocationStore, IAsyncDisposable
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromMinutes(1);

    private readonly NpgsqlDataSource _source;
    private readonly string _node;
    private readonly TimeProvider _clock;
    private readonly WriteBehind<LocationChange> _changes;
    private DateTimeOffset _purgedAt;

    /// <summary>Registrations of <paramref name="database"/>; what is saved here was taken by <paramref name="node"/>.</summary>
    public LocationStore(Database database, string node, WriteBehindOptions options, TimeProvider clock, ILogger logger)
    {
        _source = database.Source;
        _node = node;
        _clock = clock;
        _changes = new WriteBehind<LocationChange>("registrations", WriteAsync, options, clock, logger);
    }

    /// <summary>Changes not yet written.</summary>
    public int Queued => _changes.Length;

    /// <summary>Changes written or outdated by later ones.</summary>
    public long Written => _changes.Written;

    /// <summary>Changes lost: the queue was full, or the database refuses them.</summary>
    public long Lost => _changes.Dropped + _changes.Refused;

    /// <summary>Attempts to write that failed.</summary>
    public long Failures => _changes.Failures;

    /// <summary>Keeps a contact, new or refreshed. Never blocks; safe from any thread. False when the queue is full.</summary>
    public bool Save(string account, string extension, Binding binding) =>
        _changes.TryEnqueue(new LocationChange(account, extension, binding, _clock.GetUtcNow(), IsRemoval: false));

    /// <summary>Forgets a contact. Never blocks; safe from any thread. False when the queue is full.</summary>
    public bool Remove(string account, string extension, Binding binding) =>
        _changes.TryEnqueue(new LocationChange(account, extension, binding, _clock.GetUtcNow(), IsRemoval: true));

    /// <summary>All contacts that have not lapsed. Connections are gone: a contact on a stream has its address only.</summary>
    public async Task<IReadOnlyList<StoredBinding>> LoadAsync(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(LocationSql.Load);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = _clock.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new List<StoredBinding>();
        while (await reader.ReadAsync(cancellation)) stored.Add(LocationSql.Read(reader));
        return stored;
    }

    /// <summary>Writes what waits and ends; what is not written until <paramref name="deadline"/> is lost.</summary>
    public Task StopAsync(CancellationToken deadline) => _changes.StopAsync(deadline);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _changes.DisposeAsync();

    private async Task WriteAsync(ArraySegment<LocationChange> changes, CancellationToken cancellation)
    {
        var last = new Dictionary<(string, string, string), LocationChange>(changes.Count);
        foreach (var change in changes) last[(change.Account, change.Extension, KeyOf(change.Binding))] = change;

        await using var batch = _source.CreateBatch();
        var saved = last.Where(entry => !entry.Value.IsRemoval).ToList();
        if (saved.Count > 0) batch.BatchCommands.Add(LocationSql.Save(saved, _node));
        var removed = last.Where(entry => entry.Value.IsRemoval).ToList();
        if (removed.Count > 0) batch.BatchCommands.Add(LocationSql.Remove(removed));
        var now = _clock.GetUtcNow();
        var purges = now - _purgedAt >= PurgeInterval;
        if (purges) batch.BatchCommands.Add(LocationSql.Purge(now - PurgeInterval));
        await batch.ExecuteNonQueryAsync(cancellation);
        if (purges) _purgedAt = now;
    }

    // One char for each byte: a URI is bytes, and equal only to the same bytes here.
    private static string KeyOf(Binding binding) => binding.InstanceId is { } instance
        ? $"{instance};{binding.RegId}"
        : Encoding.Latin1.GetString(binding.Uri);
}

/// <summary>A contact kept or forgotten.</summary>
internal readonly record struct LocationChange(string Account, string Extension, Binding Binding, DateTimeOffset At, bool IsRemoval);
