using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Steps;

/// <summary>What may stand at one place of a step's options.</summary>
public abstract record OptionSchema
{
    /// <summary>One line for editors, or null.</summary>
    public string? Description { get; init; }
}

/// <summary>A scalar.</summary>
/// <param name="Kind">What it is.</param>
public sealed record ScalarSchema(ScalarKind Kind) : OptionSchema
{
    /// <summary>Least value, of <see cref="ScalarKind.Integer"/> and <see cref="ScalarKind.Decimal"/>.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Greatest value.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Shortest, of <see cref="ScalarKind.Duration"/>.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.Zero;

    /// <summary>Longest.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Fewest characters, of <see cref="ScalarKind.Text"/>.</summary>
    public int MinLength { get; init; } = 1;

    /// <summary>Most characters.</summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>What the whole text has to match, or null.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The only words allowed, of <see cref="ScalarKind.Word"/>.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What the text names, or null.</summary>
    public Reference? Reference { get; init; }
}

/// <summary>Kinds of scalars.</summary>
public enum ScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary><c>true</c>, <c>yes</c>, <c>false</c>, <c>no</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Decimal,

    /// <summary>A whole number and a unit.</summary>
    Duration,

    /// <summary>A time of day, <c>08:30</c>.</summary>
    Time,

    /// <summary>A date, <c>2026-12-25</c>.</summary>
    Date,

    /// <summary>Whom to ring (<see cref="DialTarget"/>).</summary>
    Target,

    /// <summary>Name of a prompt.</summary>
    Prompt,

    /// <summary>One of several words.</summary>
    Word,
}

/// <summary>A list; where one scalar or map stands instead it is a list of one.</summary>
/// <param name="Item">What each item is.</param>
/// <param name="MinItems">Fewest.</param>
/// <param name="MaxItems">Most.</param>
public sealed record ListSchema(OptionSchema Item, int MinItems, int MaxItems) : OptionSchema;

/// <summary>A map with known keys.</summary>
/// <param name="Properties">The keys.</param>
public sealed record MapSchema(ImmutableArray<OptionProperty> Properties) : OptionSchema
{
    /// <summary>No options.</summary>
    public static MapSchema Empty { get; } = new([]);
}

/// <summary>A key of a map.</summary>
/// <param name="Name">The key.</param>
/// <param name="Schema">What its value is.</param>
/// <param name="IsRequired">Whether it has to be there.</param>
public sealed record OptionProperty(string Name, OptionSchema Schema, bool IsRequired);

/// <summary>A map with free keys.</summary>
/// <param name="Key">What each key is.</param>
/// <param name="Value">What each value is.</param>
public sealed record DictionarySchema(ScalarSchema Key, OptionSchema Value) : OptionSchema;
