namespace Softswitch.Dialplan.Engine;

/// <summary>Counts what one call has been through: visits of steps, and exits that may be taken so many times. A call has few of them, so they stand in a short list.</summary>
internal struct LoopGuard
{
    private (object Counted, int Count)[]? _counts;
    private int _used;

    /// <summary>Counts one more; the sum.</summary>
    public int Count(object counted)
    {
        for (var i = 0; i < _used; i++)
        {
            if (ReferenceEquals(_counts![i].Counted, counted)) return ++_counts[i].Count;
        }

        _counts ??= new (object, int)[2];
        if (_used == _counts.Length) Array.Resize(ref _counts, _used * 2);
        _counts[_used++] = (counted, 1);
        return 1;
    }

    /// <summary>All counts begin anew.</summary>
    public void Clear()
    {
        if (_counts is not null) Array.Clear(_counts);
        _used = 0;
    }
}
