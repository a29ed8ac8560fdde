using System.Text;
using System.Text.RegularExpressions;

namespace Softswitch.Sdk.Generators.Naming;

/// <summary>How plans spell what C# names.</summary>
internal static class Spelling
{
    private const string Word = "[a-z0-9]+(-[a-z0-9]+)*";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Regex Words = new("^" + Word + "$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
    private static readonly Regex Ids = new("^[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
    private static readonly Regex Durations = new("^[0-9]{1,9}(ms|s|m|h|d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);

    /// <summary>Lower-case words joined by hyphens: <c>RingFor</c> is <c>ring-for</c>, <c>SIPUri</c> is <c>sip-uri</c>.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (letter == '_')
            {
                if (text.Length > 0 && text[text.Length - 1] != '-') text.Append('-');
                continue;
            }

            var begins = char.IsUpper(letter) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && text.Length > 0 && text[text.Length - 1] != '-') text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>The id of a plugin that gives none: <c>Acme.VipGate</c> is <c>acme.vip-gate</c>, <c>Acme.Vip.Gate</c> too.</summary>
    public static string PluginId(string assembly)
    {
        var words = assembly.Split('.').Select(Kebab).ToArray();
        return words.Length == 1 ? words[0] : words[0] + "." + string.Join("-", words.Skip(1));
    }

    /// <summary>The name of the generated class: <c>Acme.VipGate</c> has <c>AcmeVipGateModule</c>.</summary>
    public static string ModuleName(string assembly)
    {
        var letters = new string(assembly.Where(char.IsLetterOrDigit).ToArray());
        return (letters.Length > 0 && char.IsDigit(letters[0]) ? "_" : "") + letters + "Module";
    }

    /// <summary>Whether it is lower-case words joined by hyphens, of 64 characters at most.</summary>
    public static bool IsWord(string? text) => text is not null && text.Length <= 64 && Words.IsMatch(text);

    /// <summary>Whether it is a word that begins with a letter.</summary>
    public static bool IsName(string? text) => IsWord(text) && char.IsLetter(text![0]);

    /// <summary>Whether it is a name, behind a vendor's and a dot where it is a third party's.</summary>
    public static bool IsPluginId(string? text) => text is not null && text.Length <= 64 && Ids.IsMatch(text);

    /// <summary>The text in one line of at most 500 characters, which is what manifests take.</summary>
    public static string? OneLine(string? text)
    {
        if (text is null) return null;
        var line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 500 ? line : line.Substring(0, char.IsHighSurrogate(line[498]) ? 498 : 499) + "…";
    }

    /// <summary>Reads a duration of plans: <c>250ms</c>.</summary>
    public static TimeSpan? Duration(string? text)
    {
        if (text is null || !Durations.IsMatch(text)) return null;
        var unit = text.TrimStart("0123456789".ToCharArray());
        var count = int.Parse(text.Substring(0, text.Length - unit.Length));
        return unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromDays(count),
        };
    }

    /// <summary>Spells a duration of whole milliseconds in the greatest unit that leaves no rest.</summary>
    public static string Duration(TimeSpan length)
    {
        (string Unit, TimeSpan Length)[] units =
            [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1))];
        foreach (var (unit, one) in units)
        {
            if (length != TimeSpan.Zero && length.Ticks % one.Ticks == 0) return length.Ticks / one.Ticks + unit;
        }

        return "0s";
    }
}
