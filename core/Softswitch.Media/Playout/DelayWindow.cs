namespace Softswitch.Media;

/// <summary>
/// How long the latest packets were on their way, in any unit and from any origin: the fastest, and what all but two in a hundred stay below. As it forgets
/// what is older than some seconds it follows clocks that do not run alike.
/// </summary>
internal sealed class DelayWindow
{
    private const int Length = 400;
    private const int Hundredths = 98;

    private readonly long[] _inOrderOfArrival = new long[Length];
    private readonly long[] _sorted = new long[Length];
    private int _next;

    /// <summary>How many packets are known, up to 400.</summary>
    public int Count { get; private set; }

    /// <summary>The fastest of them, of which there is one.</summary>
    public long Fastest => _sorted[0];

    /// <summary>What 98 of 100 stay below.</summary>
    public long Usual => _sorted[(Count - 1) * Hundredths / 100];

    /// <summary>Takes the next packet.</summary>
    public void Add(long delay)
    {
        if (Count == Length) Remove(_inOrderOfArrival[_next]);
        _inOrderOfArrival[_next] = delay;
        _next = (_next + 1) % Length;
        Insert(delay);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Count = _next = 0;

    private void Insert(long delay)
    {
        var place = Place(delay);
        Array.Copy(_sorted, place, _sorted, place + 1, Count - place);
        _sorted[place] = delay;
        Count++;
    }

    private void Remove(long delay)
    {
        var place = Place(delay);
        Count--;
        Array.Copy(_sorted, place + 1, _sorted, place, Count - place);
    }

    /// <summary>Where a delay is or belongs.</summary>
    private int Place(long delay)
    {
        var place = Array.BinarySearch(_sorted, 0, Count, delay);
        return place < 0 ? ~place : place;
    }
}
