using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Plans;

/// <summary>
/// What a plan says in a step's map. A value is text (<see cref="string"/>, <see cref="TextTemplate"/>), a file, a map (<see cref="PlanOptions"/>) or a list of these
/// (<see cref="object"/>[]); the checker has held it against the step's schema.
/// </summary>
public sealed class PlanOptions : OptionValues
{
    private readonly KeyValuePair<string, object>[] _values;

    internal PlanOptions(KeyValuePair<string, object>[] values) => _values = values;

    /// <summary>No options.</summary>
    public static PlanOptions Empty { get; } = new([]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys => Array.ConvertAll(_values, value => value.Key);

    /// <summary>Values by name, in the order of the file.</summary>
    internal ReadOnlySpan<KeyValuePair<string, object>> Values => _values;

    /// <inheritdoc/>
    public override bool Has(string name) => Find(name) is not null;

    /// <inheritdoc/>
    public override string Text(string name) => TextOf(Require(name));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts(string name) => Require(name) is object[] list ? Array.ConvertAll(list, TextOf) : [TextOf(Require(name))];

    /// <inheritdoc/>
    public override PlanFile File(string path)
    {
        foreach (var (_, value) in _values)
        {
            if (value is PlanFile file && file.Path == path) return file;
            if (value is object[] list && Array.Find(list, item => item is PlanFile one && one.Path == path) is PlanFile listed) return listed;
        }

        return base.File(path);
    }

    /// <inheritdoc/>
    public override OptionValues Map(string name) => (PlanOptions)Require(name);

    /// <inheritdoc/>
    public override IReadOnlyList<OptionValues> Maps(string name) =>
        Require(name) is object[] list ? Array.ConvertAll(list, OptionValues (value) => (PlanOptions)value) : [(PlanOptions)Require(name)];

    /// <summary>The same with the values of variables where their names stand.</summary>
    /// <param name="variable">Value of a variable, or null where it has none.</param>
    public PlanOptions Fill(Func<string, string?> variable) =>
        new(Array.ConvertAll(_values, value => KeyValuePair.Create(value.Key, Filled(value.Value, variable))));

    private static object Filled(object value, Func<string, string?> variable) => value switch
    {
        TextTemplate template => template.Fill(variable),
        PlanOptions map => map.Fill(variable),
        object[] list => Array.ConvertAll(list, item => Filled(item, variable)),
        _ => value,
    };

    private static string TextOf(object value) => value switch
    {
        string text => text,
        PlanFile file => file.Path,
        _ => ((TextTemplate)value).Source,
    };

    private object? Find(string name)
    {
        foreach (var (known, value) in _values)
        {
            if (known == name) return value;
        }

        return null;
    }

    private object Require(string name) => Find(name) ?? throw new FormatException($"option '{name}' is missing");
}
