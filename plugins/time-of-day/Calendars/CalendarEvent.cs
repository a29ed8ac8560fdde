namespace Softswitch.TimeOfDay;

/// <summary>A VEVENT: one or more days, once or each year.</summary>
/// <param name="Name">SUMMARY.</param>
/// <param name="First">Its first day.</param>
/// <param name="Days">How many days it lasts, at least 1.</param>
/// <param name="Rule">How it comes again, or null.</param>
/// <param name="Extra">Further first days (RDATE).</param>
/// <param name="Except">First days that are left out (EXDATE).</param>
internal sealed record CalendarEvent(string Name, DateOnly First, int Days, YearlyRule? Rule, IReadOnlySet<DateOnly> Extra, IReadOnlySet<DateOnly> Except)
{
    /// <summary>Whether a day belongs to it.</summary>
    public bool Covers(DateOnly day)
    {
        for (var back = 0; back < Days && day.DayNumber - back >= 0; back++)
        {
            if (Begins(day.AddDays(-back))) return true;
        }

        return false;
    }

    private bool Begins(DateOnly day) =>
        !Except.Contains(day) && (day == First || Extra.Contains(day) || (day > First && Rule?.Matches(day, First) == true));
}
