using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Hours of a single date, or <c>closed</c>.</summary>
/// <param name="Hours">The hours; null is closed.</param>
[OptionText("closed|" + OpeningHours.Pattern)]
public readonly record struct DayHours(OpeningHours? Hours)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">They are neither <c>closed</c> nor opening hours.</exception>
    public static DayHours Parse(string text) => new(text == "closed" ? null : OpeningHours.Parse(text));
}
