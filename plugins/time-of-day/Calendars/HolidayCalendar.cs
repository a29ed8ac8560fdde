namespace Softswitch.TimeOfDay;

/// <summary>Days with a name, from an iCalendar file (RFC 5545). Immutable.</summary>
internal sealed class HolidayCalendar
{
    private readonly IReadOnlyList<CalendarEvent> _events;

    private HolidayCalendar(IReadOnlyList<CalendarEvent> events) => _events = events;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It cannot be read, or has a rule that holidays do without; the message has the line.</exception>
    public static HolidayCalendar Parse(string text) => new(CalendarReader.Read(text));

    /// <summary>The holiday that a day is, or null.</summary>
    public string? Find(DateOnly day)
    {
        foreach (var happening in _events)
        {
            if (happening.Covers(day)) return happening.Name;
        }

        return null;
    }
}
