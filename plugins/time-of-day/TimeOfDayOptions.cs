using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>When it is open, closed, or a holiday.</summary>
public sealed record TimeOfDayOptions : ICheckedOptions
{
    /// <summary>Time zone of the opening hours, as the IANA database names it: <c>America/Costa_Rica</c>.</summary>
    [RefersTo(Reference.TimeZone)]
    public required string Zone { get; init; }

    /// <summary>Opening hours by days of the week; days that are not named are closed.</summary>
    public required FrozenDictionary<WeekDays, ImmutableArray<OpeningHours>> Open { get; init; }

    /// <summary>Countries whose holidays close, by their two letters: <c>CR</c>.</summary>
    [MaxLength(10)]
    public ImmutableArray<Country> Holidays { get; init; } = [];

    /// <summary>Further holidays: iCalendar files beside the plan.</summary>
    [MaxLength(10)]
    public ImmutableArray<PlanFile> Calendars { get; init; } = [];

    /// <summary>Hours of single dates, which come before holidays and the week: <c>"2026-12-24": "08:00-12:00"</c>; <c>closed</c> for none.</summary>
    public FrozenDictionary<Day, ImmutableArray<DayHours>> Dates { get; init; } = FrozenDictionary<Day, ImmutableArray<DayHours>>.Empty;

    /// <summary>Name of the override that a phone can set by <c>time-of-day.override</c>.</summary>
    [StringLength(32)]
    [RegularExpression(Overrides.NamePattern)]
    public string? Override { get; init; }

    internal Schedule Schedule => field ??= Schedule.Of(this);

    internal TimeZoneInfo TimeZone => field ??= TimeZoneInfo.FindSystemTimeZoneById(Zone);

    /// <inheritdoc/>
    public void Check() => _ = Schedule;
}
