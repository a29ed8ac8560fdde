namespace Softswitch.Dialplan.Yaml;

/// <summary>A value of a YAML file with its place. Text is kept as it is written: YAML's guesses (<c>no</c>, <c>0100</c>, <c>1e3</c>) are not made.</summary>
/// <param name="Place">Where it begins.</param>
public abstract record YamlValue(Place Place)
{
    /// <summary>What it is, for findings: <c>a list</c>.</summary>
    public abstract string Described { get; }
}

/// <summary>A scalar.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Text">As written, without quotes.</param>
/// <param name="IsQuoted">Whether it stands in quotes.</param>
public sealed record YamlText(Place Place, string Text, bool IsQuoted) : YamlValue(Place)
{
    /// <summary>Whether nothing is there.</summary>
    public bool IsMissing => !IsQuoted && Text is "" or "~";

    /// <inheritdoc/>
    public override string Described => IsMissing ? "empty" : $"'{Text}'";
}

/// <summary>A list.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Items">Its items.</param>
public sealed record YamlList(Place Place, IReadOnlyList<YamlValue> Items) : YamlValue(Place)
{
    /// <inheritdoc/>
    public override string Described => "a list";
}

/// <summary>A map whose keys differ from each other.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Entries">Its entries, in the order of the file.</param>
public sealed record YamlMap(Place Place, IReadOnlyList<YamlEntry> Entries) : YamlValue(Place)
{
    /// <inheritdoc/>
    public override string Described => "a map";
}

/// <summary>An entry of a map.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlText Key, YamlValue Value);
