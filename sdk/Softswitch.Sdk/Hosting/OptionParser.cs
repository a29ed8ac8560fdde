using System.ComponentModel;
using System.Globalization;

namespace Softswitch.Sdk.Hosting;

/// <summary>Reads scalars as plans spell them. Generated code calls it with text that the checker has found good.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OptionParser
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary><c>true</c> and <c>yes</c>, <c>false</c> and <c>no</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static bool Boolean(string text) => text switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false"),
    };

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int Integer(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Long(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A number, as money.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static double Double(string text) => double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>A duration: a whole number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan Duration(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        foreach (var (unit, length) in Units)
        {
            if (digits is > 0 and <= 9 && text.AsSpan(digits).SequenceEqual(unit)) return length * int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        }

        throw new FormatException($"'{text}' is no duration; expected a whole number and ms, s, m, h or d");
    }

    /// <summary>A time of day: <c>08:30</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A date: <c>2026-12-25</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
