using System.Globalization;
using System.Text;

namespace Softswitch.Host.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4: a family is begun once, its samples follow.</summary>
internal sealed class PrometheusWriter
{
    private readonly StringBuilder _text = new(8192);
    private string _family = "";

    /// <summary>Begins a family that only grows.</summary>
    /// <param name="name">Its name, ending in <c>_total</c>.</param>
    /// <param name="help">What it counts, one line.</param>
    public PrometheusWriter Counter(string name, string help) => Begin(name, help, "counter");

    /// <summary>Begins a family that goes up and down.</summary>
    public PrometheusWriter Gauge(string name, string help) => Begin(name, help, "gauge");

    /// <summary>A sample of the family begun last.</summary>
    public PrometheusWriter Value(double value, params (string Name, string Value)[] labels)
    {
        _text.Append(_family);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            AppendEscaped(labels[i].Value).Append('"');
        }

        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <summary>All that has been written.</summary>
    public override string ToString() => _text.ToString();

    private PrometheusWriter Begin(string name, string help, string type)
    {
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private StringBuilder AppendEscaped(string value)
    {
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => _text.Append(@"\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(letter),
            };
        }

        return _text;
    }
}

/// <summary>A part of the switch that can be measured. Reads snapshots only; called on any thread.</summary>
internal interface IMetricSource
{
    /// <summary>Writes all of its families.</summary>
    void Write(PrometheusWriter writer);
}
