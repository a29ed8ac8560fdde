using System.Globalization;

namespace Softswitch.TimeOfDay;

/// <summary>Reads an RRULE.</summary>
internal static class RuleReader
{
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    /// <summary>The rule.</summary>
    /// <exception cref="FormatException">It is not yearly, or has a part that holidays do without.</exception>
    public static YearlyRule Read(int line, string text)
    {
        var rule = new YearlyRule(1, DateOnly.MaxValue, 0, 0, 0, null, 0);
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (!parts.Contains("FREQ=YEARLY")) throw Wrong(line, text);
        foreach (var part in parts)
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (part[..at].ToUpperInvariant(), part[(at + 1)..]) : (part, "");
            rule = name switch
            {
                "FREQ" or "WKST" => rule,
                "INTERVAL" => rule with { Interval = Number(line, part, value, 1, 100) },
                "COUNT" => rule with { Count = Number(line, part, value, 1, 10_000) },
                "UNTIL" when value.Length >= 8 && DateOnly.TryParseExact(value[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) => rule with { Until = until },
                "BYMONTH" => rule with { Month = Number(line, part, value, 1, 12) },
                "BYMONTHDAY" => rule with { MonthDay = Number(line, part, value, -31, 31) },
                "BYDAY" => WithDay(rule, line, part, value),
                _ => throw Wrong(line, part),
            };
        }

        return rule;
    }

    private static YearlyRule WithDay(YearlyRule rule, int line, string part, string value)
    {
        if (value.Length < 3 || Array.IndexOf(Weekdays, value[^2..].ToUpperInvariant()) is not (var day and >= 0)) throw Wrong(line, part);
        var nth = Number(line, part, value[..^2], -5, 5);
        return nth == 0 ? throw Wrong(line, part) : rule with { Weekday = (DayOfWeek)day, Nth = nth };
    }

    private static int Number(int line, string part, string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? number : throw Wrong(line, part);

    private static FormatException Wrong(int line, string part) =>
        new($"line {line}: '{part}' is no rule for holidays; expected FREQ=YEARLY with BYMONTH, BYMONTHDAY, BYDAY such as 4TH, INTERVAL, COUNT or UNTIL");
}
