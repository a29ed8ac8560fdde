using System.Collections;
using System.Globalization;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Values of a template: text, numbers, lists and dictionaries of the like.</summary>
internal static class WireValues
{
    private const byte Nothing = 0;
    private const byte Text = 1;
    private const byte Number = 2;
    private const byte Flag = 3;
    private const byte List = 4;
    private const byte Map = 5;

    public static void Write(WireWriter to, object? value, int depth = 1)
    {
        if (depth > WireLimits.Depth) throw new ArgumentException($"Values are nested more than {WireLimits.Depth} deep.", nameof(value));
        switch (value)
        {
            case null:
                to.Byte(Nothing);
                break;
            case string text:
                to.Byte(Text).Text(text);
                break;
            case bool flag:
                to.Byte(Flag).Flag(flag);
                break;
            case byte or short or int or long or decimal:
                to.Byte(Number).Amount(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> map:
                to.Byte(Map).List(map.ToList(), (writer, pair) => Write(writer.Text(pair.Key), pair.Value, depth + 1));
                break;
            case IFormattable formattable:
                to.Byte(Text).Text(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable list:
                to.Byte(List).List(list.Cast<object?>().ToList(), (writer, item) => Write(writer, item, depth + 1));
                break;
            default:
                to.Byte(Text).Text(value.ToString());
                break;
        }
    }

    public static object? Read(WireReader from, int depth = 1)
    {
        if (depth > WireLimits.Depth) throw new InvalidDataException("values nested too deeply");
        return from.Byte() switch
        {
            Nothing => null,
            Text => from.Text(),
            Flag => from.Flag(),
            Number => from.Amount(),
            List => from.List(reader => Read(reader, depth + 1)),
            Map => ReadMap(from, depth),
            _ => throw new InvalidDataException("a value of no known kind"),
        };
    }

    private static Dictionary<string, object?> ReadMap(WireReader from, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in from.List(reader => (reader.Text(), Read(reader, depth + 1)))) map[key] = value;
        return map;
    }
}
