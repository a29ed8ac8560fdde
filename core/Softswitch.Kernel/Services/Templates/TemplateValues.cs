using System.Collections;
using System.Globalization;

namespace Softswitch.Kernel.Services;

/// <summary>Copies a plugin's values into types of ours: no object of the plugin, and none of its types, gets into the engine's caches.</summary>
internal sealed class TemplateValues(TemplateLimits limits)
{
    private const int Deepest = 16;
    private const int MostValues = 100_000;

    private int _values;

    /// <exception cref="ArgumentException">Something is neither text, number, list nor dictionary, or there is too much of it.</exception>
    public object? Copy(object? value, int depth = 0)
    {
        if (++_values > MostValues) throw new ArgumentException($"there are more than {MostValues} values");
        if (depth > Deepest) throw new ArgumentException($"values are nested more than {Deepest} deep");
        return value switch
        {
            null or string or bool or int or long or decimal or double => value,
            IReadOnlyDictionary<string, object?> map => CopyMap(map, depth),
            IDictionary map => CopyMap(Pairs(map), depth),
            // Other scalars as text: dates, times, identifiers, the remaining numbers.
            IFormattable scalar => scalar.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable list => new TemplateList([.. list.Cast<object?>().Select(one => Copy(one, depth + 1))], limits),
            _ => throw new ArgumentException($"a value is a {value.GetType().Name}; expected text, a number, a list or a dictionary"),
        };
    }

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IDictionary map)
    {
        foreach (DictionaryEntry pair in map) yield return new KeyValuePair<string, object?>(pair.Key as string ?? throw new ArgumentException("a dictionary has keys that are no text"), pair.Value);
    }

    private Dictionary<string, object?> CopyMap(IEnumerable<KeyValuePair<string, object?>> map, int depth)
    {
        var copy = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in map) copy[key] = Copy(value, depth + 1);
        return copy;
    }
}

/// <summary>A list that counts the steps through it.</summary>
internal sealed class TemplateList(object?[] values, TemplateLimits limits) : IReadOnlyList<object?>
{
    /// <inheritdoc/>
    public int Count => values.Length;

    /// <inheritdoc/>
    public object? this[int index]
    {
        get
        {
            limits.Step();
            return values[index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var value in values)
        {
            limits.Step();
            yield return value;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
