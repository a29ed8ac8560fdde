using System.Collections.Frozen;
using System.Globalization;

namespace Softswitch.Media;

/// <summary>What callers of a country know the state of their call by: each tone repeated for ever, at 8 kHz or more, -10 dBm0 (ITU-T E.180).</summary>
/// <param name="Country">ISO 3166 code of two letters; <c>*</c> for <see cref="International"/>.</param>
/// <param name="Ringing">It rings there.</param>
/// <param name="Busy">The one who is called is talking.</param>
/// <param name="Congestion">There is no way there now.</param>
/// <param name="SpecialInformation">Three tones that precede an announcement, such as of a number that is not in use.</param>
public sealed record CountryTones(string Country, Tone Ringing, Tone Busy, Tone Congestion, Tone SpecialInformation)
{
    private const double Level = -10;
    private const int Columns = 5;
    private const string Resource = "tones/countries.txt";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly FrozenDictionary<string, CountryTones> Table = Load();

    /// <summary>Those of most countries, for countries that are not in the table.</summary>
    public static CountryTones International => Table["*"];

    /// <summary>Every country of the table.</summary>
    public static IEnumerable<CountryTones> All => Table.Values.Where(tones => tones.Country != "*");

    /// <summary>The tones of a country by its ISO 3166 code of two letters, in either case; null where it is not in the table.</summary>
    public static CountryTones? Find(string country) => country != "*" && Table.TryGetValue(country, out var tones) ? tones : null;

    private static FrozenDictionary<string, CountryTones> Load()
    {
        using var reader = new StreamReader(typeof(CountryTones).Assembly.GetManifestResourceStream(Resource)!);
        return Read(reader).ToFrozenDictionary(tones => tones.Country, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads a table. Throws <see cref="InvalidDataException"/> with the line for what is none.</summary>
    internal static IReadOnlyList<CountryTones> Read(TextReader reader)
    {
        var read = new List<CountryTones>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length != Columns) throw Wrong(number, $"{columns.Length} columns; expected {Columns}");
            var tones = Array.ConvertAll(columns[1..], text => text == "-" ? null : ReadTone(text, number));
            read.Add(new CountryTones(
                columns[0],
                tones[0] ?? read[0].Ringing,
                tones[1] ?? read[0].Busy,
                tones[2] ?? read[0].Congestion,
                tones[3] ?? read[0].SpecialInformation));
        }

        return read;
    }

    private static Tone ReadTone(string text, int line) =>
        new([.. text.Split(',').Select(piece => ReadPiece(piece, line))], IsRepeated: true);

    private static ToneSegment ReadPiece(string text, int line)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds == 0 || milliseconds > Longest.TotalMilliseconds)
            throw Wrong(line, $"'{text}'; expected frequencies/milliseconds, 1 to {Longest.TotalMilliseconds} ms");

        var duration = TimeSpan.FromMilliseconds(milliseconds);
        if (text[..slash] == "0") return ToneSegment.Silence(duration);
        var parts = text[..slash].Split('+');
        // Together they are as loud as one alone would be.
        var level = Level - (10 * Math.Log10(parts.Length));
        return new ToneSegment(duration, [.. parts.Select(part => ReadFrequency(part, level, text, line))]);
    }

    private static ToneFrequency ReadFrequency(string text, double level, string piece, int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hertz) && hertz is >= 100 and <= 3400
            ? new ToneFrequency(hertz, level)
            : throw Wrong(line, $"'{piece}'; expected frequencies of 100 to 3400 Hz, such as 440+480, or 0 for silence");

    private static InvalidDataException Wrong(int line, string what) => new($"countries.txt:{line}:1: {what}");
}
