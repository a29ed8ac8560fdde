using System.Globalization;

namespace Softswitch.TimeOfDay;

/// <summary>Reads the VEVENTs of an iCalendar file (RFC 5545). Times of day are not looked at: what begins on a day takes the day.</summary>
internal static class CalendarReader
{
    private const int MaximumEvents = 5000;
    private const int MaximumDays = 366;

    /// <summary>All events of the file.</summary>
    /// <exception cref="FormatException">It cannot be read; the message has the line.</exception>
    public static IReadOnlyList<CalendarEvent> Read(string text)
    {
        var events = new List<CalendarEvent>();
        Draft? draft = null;
        var depth = 0;
        var isCalendar = false;
        foreach (var (number, line) in Unfold(text))
        {
            if (!TrySplit(line, out var name, out var value)) throw Wrong(number, "it is no line of a calendar");
            switch (name)
            {
                case "BEGIN" when value == "VCALENDAR":
                    isCalendar = true;
                    break;
                case "BEGIN" when value == "VEVENT" && draft is null && isCalendar:
                    draft = new Draft(number);
                    break;
                case "BEGIN":
                    // Alarms and time zones have lines of the same names.
                    depth++;
                    break;
                case "END" when depth > 0:
                    depth--;
                    break;
                case "END" when value == "VEVENT" && draft is not null:
                    if (events.Count == MaximumEvents) throw Wrong(number, $"there are more than {MaximumEvents} events");
                    events.Add(draft.Build());
                    draft = null;
                    break;
                default:
                    if (depth == 0) draft?.Take(number, name, value);
                    break;
            }
        }

        if (!isCalendar) throw Wrong(1, "expected BEGIN:VCALENDAR");
        if (draft is not null) throw Wrong(draft.Line, "the event has no end");
        return events;
    }

    /// <summary>Lines as they are meant: one that begins with a blank goes on with the one before (§3.1).</summary>
    private static IEnumerable<(int Number, string Line)> Unfold(string text)
    {
        var number = 0;
        var (start, whole) = (0, "");
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line is [' ' or '\t', ..])
            {
                whole += line[1..];
                continue;
            }

            if (whole.Length > 0) yield return (start, whole);
            (start, whole) = (number, line.TrimStart('\uFEFF'));
        }

        if (whole.Length > 0) yield return (start, whole);
    }

    private static bool TrySplit(string line, out string name, out string value)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        // A parameter may hold a colon in quotes: ALTREP="http://…".
        for (var quote = line.IndexOf('"', StringComparison.Ordinal); quote >= 0 && quote < colon;)
        {
            var close = line.IndexOf('"', quote + 1);
            if (close < 0) break;
            if (colon < close) colon = line.IndexOf(':', close);
            quote = line.IndexOf('"', close + 1);
        }

        (name, value) = ("", "");
        if (colon <= 0) return false;
        var end = line.IndexOf(';', StringComparison.Ordinal) is var semicolon and >= 0 && semicolon < colon ? semicolon : colon;
        (name, value) = (line[..end].ToUpperInvariant(), line[(colon + 1)..].Trim());
        return true;
    }

    private static DateOnly Date(int line, string value) =>
        value.Length >= 8 && DateOnly.TryParseExact(value[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : throw Wrong(line, $"'{value}' is no date");

    private static FormatException Wrong(int line, string text) => new($"line {line}: {text}");

    /// <summary>An event that is being read.</summary>
    private sealed class Draft(int line)
    {
        private readonly HashSet<DateOnly> _extra = [];
        private readonly HashSet<DateOnly> _except = [];
        private string _name = "a holiday";
        private DateOnly? _first;
        private DateOnly? _end;
        private int _days = 1;
        private (int Line, string Text)? _rule;

        public int Line { get; } = line;

        public void Take(int number, string name, string value)
        {
            switch (name)
            {
                case "SUMMARY" when value.Length > 0:
                    _name = value.Replace(@"\,", ",", StringComparison.Ordinal).Replace(@"\;", ";", StringComparison.Ordinal);
                    break;
                case "DTSTART":
                    _first = Date(number, value);
                    break;
                case "DTEND":
                    _end = Date(number, value);
                    break;
                case "DURATION" when value is ['P', .., 'D'] && int.TryParse(value.AsSpan(1, value.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var days):
                    _days = days;
                    break;
                case "RRULE":
                    _rule = (number, value);
                    break;
                case "RDATE":
                    _extra.UnionWith(value.Split(',').Select(date => Date(number, date)));
                    break;
                case "EXDATE":
                    _except.UnionWith(value.Split(',').Select(date => Date(number, date)));
                    break;
            }
        }

        public CalendarEvent Build()
        {
            if (_first is not { } first) throw Wrong(Line, "the event has no DTSTART");
            // The end is the day after the last (§3.6.1); where a time stands in it, or nothing, it is one day.
            var days = _end is { } end && end > first ? end.DayNumber - first.DayNumber : _days;
            if (days is < 1 or > MaximumDays) throw Wrong(Line, $"the event lasts {days} days; expected 1 to {MaximumDays}");
            return new CalendarEvent(_name, first, days, _rule is { } rule ? RuleReader.Read(rule.Line, rule.Text) : null, _extra, _except);
        }
    }
}
