using System.Collections.Immutable;

namespace Softswitch.Media;

/// <summary>Keys as sound (ITU-T Q.23).</summary>
public static class DtmfTones
{
    // The higher group is the louder one, as lines take more of it.
    private const double LowLevel = -11;
    private const double HighLevel = -9;
    private const string Keys = "123A456B789C*0#D";

    private static readonly double[] Low = [697, 770, 852, 941];
    private static readonly double[] High = [1209, 1336, 1477, 1633];
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// The tone of <paramref name="keys"/>, one after the other: each held and followed by silence for so long, 40 ms or more. Throws
    /// <see cref="ArgumentException"/> where there are none, or something else than <c>0-9 * # A-D</c> (in either case) among them.
    /// </summary>
    public static Tone Of(ReadOnlySpan<char> keys, TimeSpan held, TimeSpan apart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(held, Shortest);
        ArgumentOutOfRangeException.ThrowIfLessThan(apart, Shortest);
        if (keys.IsEmpty) throw new ArgumentException("no keys; expected one or more", nameof(keys));
        var segments = ImmutableArray.CreateBuilder<ToneSegment>(keys.Length * 2);
        foreach (var key in keys)
        {
            var place = Keys.IndexOf(char.ToUpperInvariant(key), StringComparison.Ordinal);
            if (place < 0) throw new ArgumentException($"'{key}' is no key; expected 0-9, *, # or A-D", nameof(keys));
            segments.Add(new ToneSegment(held, [new(Low[place / 4], LowLevel), new(High[place % 4], HighLevel)]));
            segments.Add(ToneSegment.Silence(apart));
        }

        return new Tone(segments.MoveToImmutable(), IsRepeated: false);
    }
}
