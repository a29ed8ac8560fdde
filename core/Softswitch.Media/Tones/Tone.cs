using System.Collections.Immutable;

namespace Softswitch.Media;

/// <summary>One frequency of a tone.</summary>
/// <param name="Hertz">More than 0, less than half the sample rate that it is made at.</param>
/// <param name="Level">dBm0, -60 to 0; a sine that just fills the codes of G.711 has +3.14.</param>
public readonly record struct ToneFrequency(double Hertz, double Level);

/// <summary>A piece of a tone.</summary>
/// <param name="Duration">How long it takes, 1 ms or more.</param>
/// <param name="Frequencies">What sounds together; nothing for silence.</param>
public sealed record ToneSegment(TimeSpan Duration, ImmutableArray<ToneFrequency> Frequencies)
{
    /// <summary>A piece of silence.</summary>
    public static ToneSegment Silence(TimeSpan duration) => new(duration, []);
}

/// <summary>A tone with its cadence, such as the ringing tone or the sound of keys.</summary>
/// <param name="Segments">Its pieces, one or more.</param>
/// <param name="IsRepeated">Whether it begins again when it is over, for ever.</param>
public sealed record Tone(ImmutableArray<ToneSegment> Segments, bool IsRepeated)
{
    /// <summary>Whether another one sounds the same, louder or not.</summary>
    public bool SoundsAs(Tone other) =>
        IsRepeated == other.IsRepeated && Segments.Length == other.Segments.Length && Segments.Zip(other.Segments).All(pair =>
            pair.First.Duration == pair.Second.Duration
            && pair.First.Frequencies.Select(one => one.Hertz).SequenceEqual(pair.Second.Frequencies.Select(one => one.Hertz)));
}
