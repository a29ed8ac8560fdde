using System.Collections.Immutable;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Days of the week as plans spell them: <c>mon-fri</c>, <c>sat</c>, <c>mon,wed,fri</c>, <c>sat-mon</c>, <c>daily</c>.</summary>
/// <param name="Days">The days, each once.</param>
[OptionText(Pattern)]
public readonly record struct WeekDays(ImmutableArray<DayOfWeek> Days)
{
    /// <summary>The form of it, as a regular expression.</summary>
    public const string Pattern = $"daily|{Span}(,{Span})*";

    private const string Day = "(mon|tue|wed|thu|fri|sat|sun)";
    private const string Span = $"{Day}(-{Day})?";

    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">It is not of the form, or names a day twice.</exception>
    public static WeekDays Parse(string text)
    {
        if (text == "daily") return new WeekDays([.. Enum.GetValues<DayOfWeek>()]);
        var days = new List<DayOfWeek>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2) throw Wrong(text);
            var (first, last) = (IndexOf(ends[0], text), IndexOf(ends[^1], text));
            // A week goes round: sat-mon is three days.
            for (var day = first; ; day = (day + 1) % Names.Length)
            {
                if (days.Contains((DayOfWeek)day)) throw new FormatException($"'{text}' names {Names[day]} twice");
                days.Add((DayOfWeek)day);
                if (day == last) break;
            }
        }

        return new WeekDays([.. days]);
    }

    private static int IndexOf(string name, string text) => Array.IndexOf(Names, name) is var index and >= 0 ? index : throw Wrong(text);

    private static FormatException Wrong(string text) => new($"'{text}' are no days of the week; expected for instance mon-fri, sat or mon,wed,fri");
}
