using System.Globalization;
using System.Net;

namespace Softswitch.Dialplan.Yaml;

/// <summary>Reads values of the types that the language has. Each gives null, and a finding, where the value is none.</summary>
public static class ValueReader
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    private static readonly string[] LongUnits = ["ms", "msec", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hour", "hours", "d", "day", "days"];

    /// <summary>Text that is not empty, without control characters, of at most <paramref name="maximumLength"/> characters.</summary>
    public static string? Text(YamlValue value, string what, FileFindings findings, int maximumLength = 128)
    {
        if (value is not YamlText text || text.IsMissing || text.Text.Length == 0)
        {
            findings.Add(value, FindingCodes.WrongType, $"{what} is {(value is YamlText ? "empty" : value.Described)}; expected text");
            return null;
        }

        if (text.Text.Length > maximumLength)
        {
            findings.Add(value, FindingCodes.OutOfRange, $"{what} is {text.Text.Length} characters long; expected at most {maximumLength}");
            return null;
        }

        if (!text.Text.Any(char.IsControl)) return text.Text;
        findings.Add(value, FindingCodes.WrongValue, $"{what} holds a control character; expected plain text");
        return null;
    }

    /// <summary>A whole number between both bounds.</summary>
    public static int? Number(YamlValue value, string what, int minimum, int maximum, FileFindings findings)
    {
        if (value is not YamlText text || !int.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected a whole number from {minimum} to {maximum}");
            return null;
        }

        if (number >= minimum && number <= maximum) return number;
        findings.Add(value, FindingCodes.OutOfRange, $"{what} is {number}; expected {minimum} to {maximum}");
        return null;
    }

    /// <summary>A duration: a whole number with unit ms, s, m, h or d. Zero is allowed where <paramref name="zero"/> says what it stands for.</summary>
    public static TimeSpan? Duration(YamlValue value, string what, TimeSpan minimum, TimeSpan maximum, FileFindings findings, string? zero = null)
    {
        var range = $"{Format(minimum)} to {Format(maximum)}{(zero is null ? "" : $", or 0s for {zero}")}";
        if (value is not YamlText { IsMissing: false } text)
        {
            findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected a duration of {range}");
            return null;
        }

        var digits = text.Text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = text.Text.Length;
        var unit = text.Text[digits..];
        if (digits is 0 or > 9)
        {
            findings.Add(value, FindingCodes.WrongValue, $"{what} is '{text.Text}'; expected a duration of {range}");
            return null;
        }

        var amount = int.Parse(text.Text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        var length = Units.FirstOrDefault(known => known.Name == unit).Length;
        if (length == default)
        {
            findings.Add(value, FindingCodes.WrongUnit, UnitText(what, text.Text, text.Text[..digits], unit));
            return null;
        }

        // What would not even fit in a duration is certainly too long.
        var duration = amount > TimeSpan.MaxValue.Ticks / length.Ticks ? TimeSpan.MaxValue : amount * length;
        if ((duration >= minimum && duration <= maximum) || (zero is not null && amount == 0)) return duration;
        findings.Add(value, FindingCodes.OutOfRange, $"{what} is {text.Text}; expected {range}");
        return null;
    }

    /// <summary>Reads a duration without bounds: a whole number of at most nine digits, and a unit.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var length = digits is > 0 and <= 9 ? Units.FirstOrDefault(known => text.AsSpan(digits).SequenceEqual(known.Name)).Length : default;
        duration = length == default ? default : length * int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return length != default;
    }

    /// <summary>One of several words.</summary>
    public static T? OneOf<T>(YamlValue value, string what, (string Word, T Meaning)[] words, FileFindings findings)
        where T : struct
    {
        if (value is YamlText text)
        {
            foreach (var (word, meaning) in words)
            {
                if (word == text.Text) return meaning;
            }

            findings.Add(value, FindingCodes.WrongValue, $"{what} is {value.Described}" + Suggestion.For(text.Text, words.Select(known => known.Word)));
            return null;
        }

        findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {string.Join(" or ", words.Select(known => known.Word))}");
        return null;
    }

    /// <summary>An address or a network: <c>192.0.2.1</c>, <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>.</summary>
    public static IPNetwork? Network(YamlValue value, string what, FileFindings findings)
    {
        if (value is not YamlText text)
        {
            findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected a network such as 10.0.0.0/8");
            return null;
        }

        var slash = text.Text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text.Text : text.Text[..slash];
        // IPAddress alone would take "1" for 0.0.0.1.
        var isWhole = host.Count(letter => letter == '.') == 3 || host.Contains(':', StringComparison.Ordinal);
        if (isWhole && IPAddress.TryParse(host, out var address))
        {
            var bits = address.GetAddressBytes().Length * 8;
            if (slash < 0) return new IPNetwork(address, bits);
            if (int.TryParse(text.Text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bits)
            {
                var network = NetworkOf(address, length);
                if (network.BaseAddress.Equals(address)) return network;
                findings.Add(value, FindingCodes.WrongValue, $"{what} is '{text.Text}', an address within a network; did you mean '{network}'?");
                return null;
            }
        }

        findings.Add(value, FindingCodes.WrongValue, $"{what} is '{text.Text}'; expected a network such as 10.0.0.0/8");
        return null;
    }

    /// <summary>The items of a list; a value alone stands for a list of one. Empty, and a finding, where it is empty or a map.</summary>
    public static IReadOnlyList<YamlValue> OneOrMore(YamlValue value, string what, string expected, int maximum, FileFindings findings)
    {
        switch (value)
        {
            case YamlText { IsMissing: false }:
                return [value];
            case YamlList { Items.Count: > 0 } list when list.Items.Count <= maximum:
                return list.Items;
            case YamlList { Items.Count: > 0 } list:
                findings.Add(value, FindingCodes.OutOfRange, $"{what} has {list.Items.Count} entries; expected at most {maximum}");
                return [];
            case YamlList:
                findings.Add(value, FindingCodes.WrongType, $"{what} is an empty list; expected {expected}");
                return [];
            default:
                findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {expected}");
                return [];
        }
    }

    /// <summary>A duration in the language's spelling, in the largest unit that fits: <c>4h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        for (var i = Units.Length - 1; i > 0; i--)
        {
            var (name, length) = Units[i];
            // A day is 24h where hours are the usual unit.
            if (name != "d" && duration >= length && duration.Ticks % length.Ticks == 0) return $"{duration.Ticks / length.Ticks}{name}";
        }

        return $"{(long)duration.TotalMilliseconds}ms";
    }

    private static string UnitText(string what, string text, string digits, string unit)
    {
        if (unit.Length == 0) return $"{what} is '{text}', without a unit; did you mean '{digits}s'?";
        var meant = Array.Find(LongUnits, known => known.Equals(unit.Trim(), StringComparison.OrdinalIgnoreCase));
        var suggestion = meant is null ? "; expected ms, s, m, h or d" : $"; did you mean '{digits}{(meant.StartsWith("ms", StringComparison.Ordinal) ? "ms" : meant[..1])}'?";
        return $"{what} is '{text}', with an unknown unit{suggestion}";
    }

    private static IPNetwork NetworkOf(IPAddress host, int length)
    {
        var bytes = host.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }
}
