using System.Globalization;

namespace Sample.QuietHours;

/// <summary>Hours of each day in UTC, over midnight or not: <c>22:00-07:00</c>.</summary>
internal sealed record DailyHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Reads them; null where the text is none.</summary>
    public static DailyHours? Parse(string text) =>
        text.Split('-') is [var from, var to] && TryRead(from, out var first) && TryRead(to, out var last) && first != last ? new DailyHours(first, last) : null;

    /// <summary>When they end that a moment is in; null where it is in none.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset now)
    {
        var time = TimeOnly.FromTimeSpan(now.UtcDateTime.TimeOfDay);
        if (!time.IsBetween(From, To)) return null;
        var left = To - time;
        return now + (left > TimeSpan.Zero ? left : left + TimeSpan.FromDays(1));
    }

    private static bool TryRead(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
