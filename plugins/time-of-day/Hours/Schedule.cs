using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Opening hours by weekday, those of single dates, and holidays. Immutable.</summary>
internal sealed class Schedule
{
    private readonly FrozenDictionary<DayOfWeek, ImmutableArray<OpeningHours>> _week;
    private readonly FrozenDictionary<DateOnly, ImmutableArray<OpeningHours>> _dates;
    private readonly ImmutableArray<HolidayCalendar> _holidays;

    private Schedule(TimeOfDayOptions options)
    {
        _week = options.Open.SelectMany(days => days.Key.Days, (days, day) => (day, days.Value))
            .GroupBy(one => one.day, one => one.Value)
            .ToFrozenDictionary(day => day.Key, day => day.SelectMany(hours => hours).ToImmutableArray());
        _dates = options.Dates.ToFrozenDictionary(date => date.Key.Date, date => date.Value.Where(hours => hours.Hours is not null).Select(hours => hours.Hours!.Value).ToImmutableArray());
        _holidays = [.. options.Calendars.Select(Read), .. options.Holidays.Select(country => country.Load())];
    }

    /// <summary>What the options say.</summary>
    /// <exception cref="FormatException">A calendar cannot be read.</exception>
    public static Schedule Of(TimeOfDayOptions options) => new(options);

    /// <summary>What holds at a moment of the schedule's own time zone, and why.</summary>
    public Verdict At(DateTime local)
    {
        var today = DateOnly.FromDateTime(local);
        var minute = (local.Hour * 60) + local.Minute;
        var (hours, holiday) = HoursOf(today);
        foreach (var span in hours)
        {
            if (span.Holds(minute)) return new Verdict("open", $"{today:yyyy-MM-dd} is open {span}");
        }

        foreach (var span in HoursOf(today.AddDays(-1)).Hours)
        {
            if (span.HoldsNextDay(minute)) return new Verdict("open", $"open since the evening before, {span}");
        }

        if (holiday is not null) return new Verdict("holiday", $"{today:yyyy-MM-dd} is {holiday}");
        return new Verdict("closed", hours.IsEmpty ? $"{local.DayOfWeek} has no opening hours" : $"{local:HH:mm} is outside {string.Join(", ", hours)}");
    }

    /// <summary>A date of its own comes before a holiday, a holiday before the week.</summary>
    private (ImmutableArray<OpeningHours> Hours, string? Holiday) HoursOf(DateOnly day)
    {
        if (_dates.TryGetValue(day, out var hours)) return (hours, null);
        foreach (var calendar in _holidays)
        {
            if (calendar.Find(day) is { } name) return ([], name);
        }

        return (_week.GetValueOrDefault(day.DayOfWeek, []), null);
    }

    private static HolidayCalendar Read(PlanFile file)
    {
        try
        {
            return HolidayCalendar.Parse(file.Text);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{file.Path}: {wrong.Message}", wrong);
        }
    }
}

/// <summary>What holds, and why.</summary>
/// <param name="Outcome"><c>open</c>, <c>closed</c> or <c>holiday</c>.</param>
/// <param name="Reason">One sentence for the trace.</param>
internal sealed record Verdict(string Outcome, string Reason);
