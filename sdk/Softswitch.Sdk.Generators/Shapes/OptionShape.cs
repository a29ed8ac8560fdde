using System.Collections.Immutable;

namespace Softswitch.Sdk.Generators.Shapes;

/// <summary>What an option is: from it come its JSON Schema and the code that reads it.</summary>
internal abstract record OptionShape;

/// <summary>One value.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record ScalarShape(ScalarKind Kind) : OptionShape
{
    /// <summary>Least number, in JSON, or null.</summary>
    public string? Minimum { get; init; }

    /// <summary>Greatest number, in JSON, or null.</summary>
    public string? Maximum { get; init; }

    /// <summary>Shortest duration, as plans spell it, or null.</summary>
    public string? Shortest { get; init; }

    /// <summary>Longest duration, or null.</summary>
    public string? Longest { get; init; }

    /// <summary>Fewest characters of a text.</summary>
    public int MinLength { get; init; } = 1;

    /// <summary>Most characters of a text.</summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>What the whole text matches, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only texts allowed; empty for any.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The type of the plugin whose <c>Parse</c> reads the text, in code, or null.</summary>
    public string? ParsedBy { get; init; }

    /// <summary>What the text names, in the words of <c>x-softswitch</c>, or null.</summary>
    public string? Reference { get; init; }
}

/// <summary>Kinds of values.</summary>
internal enum ScalarKind
{
    Text,
    Boolean,
    Integer,
    Long,
    Decimal,
    Double,
    Duration,
    Time,
    Date,
    Target,
    Prompt,
    File,
}

/// <summary>A word of an enum.</summary>
/// <param name="Type">The enum in code.</param>
/// <param name="Members">Spelling in plans, and member in code.</param>
internal sealed record EnumShape(string Type, ImmutableArray<(string Word, string Member)> Members) : OptionShape;

/// <summary>A list.</summary>
/// <param name="Item">What each item is: no list.</param>
/// <param name="ItemType">The item in code.</param>
/// <param name="Collection">What the code wants it in.</param>
/// <param name="MinItems">Fewest, or null.</param>
/// <param name="MaxItems">Most, or null.</param>
internal sealed record ListShape(OptionShape Item, string ItemType, ListCollection Collection, int? MinItems, int? MaxItems) : OptionShape;

/// <summary>Collections of lists.</summary>
internal enum ListCollection
{
    Array,
    ImmutableArray,
}

/// <summary>A map with free keys.</summary>
/// <param name="Value">What each value is.</param>
/// <param name="ValueType">The value in code.</param>
/// <param name="Collection">What the code wants it in.</param>
/// <param name="Key">What each key is: text.</param>
/// <param name="KeyType">The key in code.</param>
internal sealed record DictionaryShape(OptionShape Value, string ValueType, DictionaryCollection Collection, ScalarShape Key, string KeyType) : OptionShape;

/// <summary>Collections of maps with free keys.</summary>
internal enum DictionaryCollection
{
    ReadOnly,
    Frozen,
    Immutable,
}

/// <summary>A map with known keys: a record.</summary>
/// <param name="Type">The record in code.</param>
/// <param name="Summary">What it is, or null.</param>
/// <param name="Options">Its options, those of its ancestors first.</param>
internal sealed record RecordShape(string Type, string? Summary, ImmutableArray<OptionProperty> Options) : OptionShape;

/// <summary>An option.</summary>
/// <param name="Name">The property.</param>
/// <param name="Key">Its spelling in plans.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Setting">How it is set.</param>
internal sealed record OptionProperty(string Name, string Key, OptionShape Shape, OptionSetting Setting)
{
    /// <summary>Whether a plan has to give it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is an <c>ImmutableArray</c> that may have been left out of everything, which is then made an empty one.</summary>
    public bool MayBeUnset { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>What it is where a plan does not give it, in JSON, or null where that is not plain from the code.</summary>
    public string? Default { get; init; }
}

/// <summary>How an option gets into its record.</summary>
internal enum OptionSetting
{
    /// <summary>As an argument of the constructor.</summary>
    Argument,

    /// <summary>When the record is made (<c>required</c>).</summary>
    Initialiser,

    /// <summary>Afterwards, if the plan gives it.</summary>
    With,
}
