namespace Softswitch.TimeOfDay.Tests.Calendars;

public sealed class CalendarTests
{
    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225", "2026-12-25", true)]
    [InlineData("DTSTART;VALUE=DATE:20261225", "2027-12-25", false)]
    [InlineData("DTSTART;TZID=America/Costa_Rica:20261225T090000", "2026-12-25", true)]
    [InlineData("DTSTART:20240229\nRRULE:FREQ=YEARLY", "2028-02-29", true)]
    [InlineData("DTSTART:20240229\nRRULE:FREQ=YEARLY", "2025-02-28", false)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;UNTIL=20251231T000000Z", "2025-12-25", true)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;UNTIL=20251231T000000Z", "2026-12-25", false)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;COUNT=3", "2022-12-25", true)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;COUNT=3", "2023-12-25", false)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;INTERVAL=2", "2022-12-25", true)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY;INTERVAL=2", "2023-12-25", false)]
    [InlineData("DTSTART:20241128\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26", true)]
    [InlineData("DTSTART:20241128\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-19", false)]
    [InlineData("DTSTART:20240527\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2026-05-25", true)]
    [InlineData("DTSTART:20240527\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2026-05-18", false)]
    [InlineData("DTSTART:20240131\nRRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2026-01-31", true)]
    [InlineData("DTSTART:20240328\nRDATE;VALUE=DATE:20250417,20260402", "2026-04-02", true)]
    [InlineData("DTSTART:20201225\nRRULE:FREQ=YEARLY\nEXDATE:20261225", "2026-12-25", false)]
    [InlineData("DTSTART:20261231\nDTEND:20270103", "2027-01-02", true)]
    [InlineData("DTSTART:20261231\nDTEND:20270103", "2027-01-03", false)]
    [InlineData("DTSTART:20261231\nDURATION:P2D", "2027-01-01", true)]
    public void A_day_is_a_holiday_or_not(string lines, string day, bool expected)
    {
        var calendar = HolidayCalendar.Parse($"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A day\r\n{lines.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

        Assert.Equal(expected ? "A day" : null, calendar.Find(DateOnly.Parse(day)));
    }

    [Fact]
    public void Lines_are_unfolded_and_parameters_may_hold_colons()
    {
        var calendar = HolidayCalendar.Parse("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;ALTREP=\"http://example.org\":New\n  Year\\, the first\nDTSTART:20270101\nEND:VEVENT\nEND:VCALENDAR");

        Assert.Equal("New Year, the first", calendar.Find(new DateOnly(2027, 1, 1)));
    }

    [Fact]
    public void Alarms_and_time_zones_within_are_passed_over()
    {
        var calendar = HolidayCalendar.Parse("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:A day\nDTSTART:20270101\nBEGIN:VALARM\nSUMMARY:Not this\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR");

        Assert.Equal("A day", calendar.Find(new DateOnly(2027, 1, 1)));
        Assert.Null(calendar.Find(new DateOnly(1970, 1, 1)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("BEGIN:VEVENT\nEND:VEVENT", 1)]
    [InlineData("BEGIN:VCALENDAR\nnonsense", 2)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT", 2)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101", 2)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2027", 3)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nRRULE:FREQ=WEEKLY\nEND:VEVENT", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nRRULE:FREQ=YEARLY;BYDAY=MO\nEND:VEVENT", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nDTEND:20290101\nEND:VEVENT", 2)]
    public void What_cannot_be_read_is_told_with_its_line(string text, int line) =>
        Assert.StartsWith($"line {line}: ", Assert.Throws<FormatException>(() => HolidayCalendar.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_country_that_is_not_known_says_what_to_do() => Assert.Contains("iCalendar", Assert.Throws<FormatException>(() => Country.Parse("XX")).Message, StringComparison.Ordinal);
}
