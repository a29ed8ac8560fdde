using System.Globalization;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>A span of a day, <c>08:00-17:00</c>: from the first minute up to, and without, the last. One that ends before it begins goes past midnight; <c>00:00-24:00</c> is the whole day.</summary>
/// <param name="From">First minute, counted from midnight: 0 to 1439.</param>
/// <param name="To">The minute after the last: 0 to 1440.</param>
[OptionText(Pattern)]
public readonly record struct OpeningHours(int From, int To)
{
    /// <summary>The form of it, as a regular expression.</summary>
    public const string Pattern = @"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)";

    private const int DayMinutes = 24 * 60;

    /// <summary>Whether it goes on after midnight.</summary>
    public bool IsOvernight => To <= From;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is not of the form, or is empty.</exception>
    public static OpeningHours Parse(string text)
    {
        if (text.Length == 11 && text[5] == '-' && Minute(text.AsSpan(0, 5)) is { } from and < DayMinutes && Minute(text.AsSpan(6)) is { } to && from != to)
            return new OpeningHours(from, to);
        throw new FormatException($"'{text}' are no opening hours; expected for instance 08:00-17:00");
    }

    /// <summary>Whether a minute of the day that it begins on is within it.</summary>
    public bool Holds(int minute) => minute >= From && (IsOvernight || minute < To);

    /// <summary>Whether a minute of the day after is still within it.</summary>
    public bool HoldsNextDay(int minute) => IsOvernight && minute < To;

    /// <summary>The form that is read.</summary>
    public override string ToString() => $"{From / 60:00}:{From % 60:00}-{To / 60:00}:{To % 60:00}";

    private static int? Minute(ReadOnlySpan<char> text)
    {
        if (text[2] != ':' || !int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || !int.TryParse(text[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute)) return null;
        return minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) ? hour * 60 + minute : null;
    }
}
