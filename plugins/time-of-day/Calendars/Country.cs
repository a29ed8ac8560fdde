using System.Text;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>A country whose holidays this plugin knows, by its two letters (ISO 3166-1).</summary>
/// <param name="Code">The letters.</param>
[OptionText("[A-Z]{2}")]
public readonly record struct Country(string Code)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">The holidays of the country are not known here.</exception>
    public static Country Parse(string text) =>
        typeof(Country).Assembly.GetManifestResourceInfo(Resource(text)) is null
            ? throw new FormatException($"the holidays of '{text}' are not known here; give an iCalendar file with calendars")
            : new Country(text);

    /// <summary>Its calendar.</summary>
    internal HolidayCalendar Load()
    {
        using var stream = typeof(Country).Assembly.GetManifestResourceStream(Resource(Code))!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return HolidayCalendar.Parse(reader.ReadToEnd());
    }

    private static string Resource(string code) => $"calendars/{code}.ics";
}
