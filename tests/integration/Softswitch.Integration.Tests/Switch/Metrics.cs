using System.Globalization;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>What /metrics said at one moment (Prometheus text format).</summary>
internal sealed class Metrics
{
    private readonly Dictionary<string, double> _values;

    private Metrics(Dictionary<string, double> values) => _values = values;

    public static Metrics Parse(string text)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] == '#') continue;
            var end = line.LastIndexOf(' ');
            values[line[..end]] = double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture);
        }

        return new Metrics(values);
    }

    /// <summary>Sum over all labels of a metric; fails where there is none of this name.</summary>
    public double this[string name]
    {
        get
        {
            var values = _values.Where(v => v.Key == name || v.Key.StartsWith(name + "{", StringComparison.Ordinal)).Select(v => v.Value).ToArray();
            return values.Length > 0 ? values.Sum() : throw new KeyNotFoundException($"no metric {name}, but {string.Join(' ', _values.Keys)}");
        }
    }
}
