namespace Softswitch.TimeOfDay;

/// <summary>RRULE with FREQ=YEARLY (RFC 5545 §3.3.10), in the forms that holidays have: a date of the year, or the n-th weekday of a month.</summary>
/// <param name="Interval">Every so many years.</param>
/// <param name="Until">Last day on which it may fall.</param>
/// <param name="Count">How often it comes in all, or 0 for without end; only of dates of the year.</param>
/// <param name="Month">Month, or 0 for that of the first day.</param>
/// <param name="MonthDay">Day of the month (negative: from its end), or 0.</param>
/// <param name="Weekday">Weekday of an n-th weekday, or null.</param>
/// <param name="Nth">Which of them: 1 to 5, or -1 to -5 from the month's end.</param>
internal sealed record YearlyRule(int Interval, DateOnly Until, int Count, int Month, int MonthDay, DayOfWeek? Weekday, int Nth)
{
    /// <summary>Whether an event that was first on <paramref name="first"/> begins again on <paramref name="day"/>, a later one.</summary>
    public bool Matches(DateOnly day, DateOnly first)
    {
        var years = day.Year - first.Year;
        if (day > Until || years % Interval != 0 || (Count > 0 && years / Interval >= Count)) return false;
        if (day.Month != (Month == 0 ? first.Month : Month)) return false;
        if (Weekday is { } weekday) return day.DayOfWeek == weekday && IsNth(day);
        var wanted = MonthDay == 0 ? first.Day : MonthDay;
        return wanted > 0 ? day.Day == wanted : day.Day == DateTime.DaysInMonth(day.Year, day.Month) + 1 + wanted;
    }

    private bool IsNth(DateOnly day)
    {
        if (Nth > 0) return ((day.Day - 1) / 7) + 1 == Nth;
        var fromEnd = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
        return (fromEnd / 7) + 1 == -Nth;
    }
}
