using System.Globalization;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>A date, <c>2026-12-24</c>.</summary>
/// <param name="Date">The date.</param>
[OptionText(@"\d{4}-\d{2}-\d{2}")]
public readonly record struct Day(DateOnly Date)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">There is no such date.</exception>
    public static Day Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new Day(date) : throw new FormatException($"'{text}' is no date; expected for instance 2026-12-24");
}
