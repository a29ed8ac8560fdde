using Softswitch.Dialplan.Engine;

namespace Softswitch.Kernel.Services;

/// <summary>What the directory sources of one account have said of late, or are being asked. Safe from any thread.</summary>
internal sealed class AccountAnswers
{
    private const int MostKept = 1000;
    private const int MostAtOnce = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Number), KeptAnswer> _kept = [];
    private readonly Queue<KeptAnswer> _inOrder = new();
    private readonly Dictionary<string, int> _asking = new(StringComparer.Ordinal);

    /// <summary>The answer that is kept or on its way; a new one where whoever takes it has to ask.</summary>
    public KeptAnswer Take(string source, string number, TimeSpan now, TimeSpan until, out bool isNew)
    {
        lock (_lock)
        {
            isNew = !_kept.TryGetValue((source, number), out var kept) || kept.Until <= now;
            if (!isNew) return kept!;
            while (_inOrder.TryPeek(out var oldest) && (oldest.Until <= now || _kept.Count >= MostKept)) Remove(_inOrder.Dequeue());
            kept = new KeptAnswer(source, number) { Until = until };
            _kept[(source, number)] = kept;
            _inOrder.Enqueue(kept);
            return kept;
        }
    }

    /// <summary>An answer has come that is good until a time.</summary>
    public void Put(KeptAnswer kept, DirectoryAnswer answer, TimeSpan until)
    {
        lock (_lock) kept.Until = until;
        kept.Answer.TrySetResult(answer);
    }

    /// <summary>Whether a source may be asked one more thing: one that does not come back keeps no more threads than that. Where it may, <see cref="End"/> follows.</summary>
    public bool TryBegin(string source)
    {
        lock (_lock)
        {
            var asking = _asking.GetValueOrDefault(source);
            if (asking < MostAtOnce) _asking[source] = asking + 1;
            return asking < MostAtOnce;
        }
    }

    /// <summary>It has come back.</summary>
    public void End(string source)
    {
        lock (_lock)
        {
            if (--_asking[source] == 0) _asking.Remove(source);
        }
    }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsStale(TimeSpan now)
    {
        lock (_lock) return _asking.Count == 0 && _inOrder.All(kept => kept.Until <= now);
    }

    private void Remove(KeptAnswer kept)
    {
        if (_kept.TryGetValue((kept.Source, kept.Number), out var known) && ReferenceEquals(known, kept)) _kept.Remove((kept.Source, kept.Number));
    }
}

/// <summary>What a source says of a number.</summary>
internal sealed class KeptAnswer(string source, string number)
{
    /// <summary>The source.</summary>
    public string Source => source;

    /// <summary>The number.</summary>
    public string Number => number;

    /// <summary>What it says, once it has.</summary>
    public TaskCompletionSource<DirectoryAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Until when it is good. Guarded by the lock of <see cref="AccountAnswers"/>.</summary>
    public TimeSpan Until { get; set; }
}
