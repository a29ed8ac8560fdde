namespace Softswitch.Sdk;

/// <summary>How digits are collected.</summary>
public sealed record CollectOptions
{
    /// <summary>Fewer digits than this count as too few, 0 to 64. Default 1.</summary>
    public int MinDigits { get; init; } = 1;

    /// <summary>Collecting ends with this many, 1 to 64. Default 1.</summary>
    public int MaxDigits { get; init; } = 1;

    /// <summary>Longest wait for the first digit, from the end of the prompt; 100 ms to 5 minutes. Default 5 s.</summary>
    public TimeSpan FirstDigit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for each further digit; 100 ms to 1 minute. Default 3 s.</summary>
    public TimeSpan BetweenDigits { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Digits that end collecting at once and are not part of what was collected. Default <c>#</c>; empty for none.</summary>
    public string Terminators { get; init; } = "#";

    /// <summary>Exactly one digit.</summary>
    public static CollectOptions OneDigit { get; } = new() { Terminators = "" };

    /// <summary>Up to <paramref name="maximum"/> digits.</summary>
    /// <param name="maximum">1 to 64.</param>
    public static CollectOptions UpTo(int maximum) => new() { MaxDigits = maximum };
}
