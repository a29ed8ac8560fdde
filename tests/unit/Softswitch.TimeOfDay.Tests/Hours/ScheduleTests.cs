using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay.Tests.Hours;

public sealed class ScheduleTests
{
    private static readonly TimeOfDayOptions Office = OfficeWith();

    private static TimeOfDayOptions OfficeWith(params PlanFile[] calendars) => new()
    {
        Zone = "America/Costa_Rica",
        Open = Open(("mon-fri", "08:00-12:00 13:00-17:00"), ("sat", "22:00-02:00")),
        Calendars = [.. calendars],
        Holidays = [Country.Parse("CR")],
        Dates = new Dictionary<Day, ImmutableArray<DayHours>>
        {
            [Day.Parse("2026-12-24")] = [DayHours.Parse("08:00-12:00")],
            [Day.Parse("2026-12-31")] = [DayHours.Parse("closed")],
            [Day.Parse("2026-09-15")] = [DayHours.Parse("10:00-11:00")],
        }.ToFrozenDictionary(),
    };

    [Theory]
    [InlineData("2026-11-20 08:00", "open", "a Friday morning")]
    [InlineData("2026-11-20 12:30", "closed", "lunch")]
    [InlineData("2026-11-20 16:59", "open", "the last minute")]
    [InlineData("2026-11-20 17:00", "closed", "the minute after")]
    [InlineData("2026-11-21 12:00", "closed", "a Saturday, before the night")]
    [InlineData("2026-11-21 23:00", "open", "a Saturday night")]
    [InlineData("2026-11-22 01:59", "open", "and the Sunday it goes on to")]
    [InlineData("2026-11-22 02:00", "closed", "up to its end")]
    [InlineData("2026-12-25 09:00", "holiday", "Christmas")]
    [InlineData("2027-03-26 09:00", "holiday", "Good Friday")]
    [InlineData("2026-12-24 09:00", "open", "a date of its own")]
    [InlineData("2026-12-24 14:00", "closed", "which leaves nothing of the week")]
    [InlineData("2026-12-31 09:00", "closed", "a date that is closed")]
    [InlineData("2026-09-15 10:30", "open", "a date of its own comes before the holiday")]
    [InlineData("2026-09-15 09:00", "closed", "and is none any more")]
    public void A_moment_is_open_closed_or_a_holiday(string moment, string expected, string because)
    {
        var verdict = Office.Schedule.At(DateTime.ParseExact(moment, "yyyy-MM-dd HH:mm", null));

        Assert.True(verdict.Outcome == expected, $"{moment}, {because}: {verdict}");
    }

    [Fact]
    public void The_reason_names_the_holiday() => Assert.Contains("Navidad", Office.Schedule.At(new DateTime(2026, 12, 25, 9, 0, 0)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_calendar_of_the_account_s_own_closes()
    {
        const string Calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Stocktaking\nDTSTART;VALUE=DATE:20261119\nDTEND;VALUE=DATE:20261121\nEND:VEVENT\nEND:VCALENDAR\n";
        var options = OfficeWith(new PlanFile("own.ics", Encoding.UTF8.GetBytes(Calendar)));

        Assert.Equal("holiday", options.Schedule.At(new DateTime(2026, 11, 20, 9, 0, 0)).Outcome);
        Assert.Equal("closed", options.Schedule.At(new DateTime(2026, 11, 21, 9, 0, 0)).Outcome);
    }

    [Fact]
    public void A_calendar_that_cannot_be_read_is_found_before_the_plan_is_published()
    {
        var options = OfficeWith(new PlanFile("own.ics", "no calendar"u8.ToArray()));

        var wrong = Assert.Throws<FormatException>(options.Check);
        Assert.StartsWith("own.ics: line 1:", wrong.Message, StringComparison.Ordinal);
    }

    private static FrozenDictionary<WeekDays, ImmutableArray<OpeningHours>> Open(params (string Days, string Hours)[] week) =>
        week.ToFrozenDictionary(one => WeekDays.Parse(one.Days), one => one.Hours.Split(' ').Select(OpeningHours.Parse).ToImmutableArray());
}
