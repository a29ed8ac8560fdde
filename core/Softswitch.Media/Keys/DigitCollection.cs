namespace Softswitch.Media;

/// <summary>What digits are wanted.</summary>
public sealed record DigitCollection
{
    /// <summary>Fewer digits than this are too few, 0 to 64. Default 1.</summary>
    public int Fewest { get; init; } = 1;

    /// <summary>With this many it ends, 1 to 64 and not below <see cref="Fewest"/>. Default 1.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Longest wait for the first digit; above 0. Default 5 s.</summary>
    public TimeSpan FirstDigit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for each further digit; above 0. Default 3 s.</summary>
    public TimeSpan BetweenDigits { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Keys that end it at once and are not among the digits. Default <c>#</c>; empty for none.</summary>
    public string Terminators { get; init; } = "#";

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for values out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Fewest, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(Most, Math.Max(1, Fewest));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Most, DigitCollector.MostDigits);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDigit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BetweenDigits, TimeSpan.Zero);
    }
}

/// <summary>Digits that were collected.</summary>
/// <param name="Digits">Without the terminator; may be empty.</param>
/// <param name="End">Why collecting ended.</param>
/// <param name="Terminator">The key that ended it, or null.</param>
public readonly record struct CollectedDigits(string Digits, CollectionEnd End, char? Terminator);

/// <summary>Why collecting digits ended.</summary>
public enum CollectionEnd
{
    /// <summary>The most digits came, or at least the fewest and then none in time.</summary>
    Complete,

    /// <summary>A terminator came, after at least the fewest digits.</summary>
    Terminated,

    /// <summary>No digit came at all.</summary>
    Timeout,

    /// <summary>Too few came before the time was over or a terminator was pressed.</summary>
    TooFew,
}
