using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>What a variable holds, so that the checker can tell where it may stand.</summary>
internal enum VariableType
{
    Text,
    Integer,
    Decimal,
    Boolean,
    Duration,
    Time,
    Date,
    Target,
    Prompt,
    Number,
    Extension,
}

/// <summary>Types of variables.</summary>
internal static class VariableTypes
{
    /// <summary>Their spelling in plans.</summary>
    public static (string Word, VariableType Meaning)[] Words { get; } =
    [
        ("text", VariableType.Text), ("integer", VariableType.Integer), ("decimal", VariableType.Decimal), ("boolean", VariableType.Boolean),
        ("duration", VariableType.Duration), ("time", VariableType.Time), ("date", VariableType.Date), ("target", VariableType.Target),
        ("prompt", VariableType.Prompt), ("number", VariableType.Number), ("extension", VariableType.Extension),
    ];

    /// <summary>Variables that the switch provides.</summary>
    public static IReadOnlyDictionary<string, VariableType> BuiltIn { get; } = new Dictionary<string, VariableType>(StringComparer.Ordinal)
    {
        ["caller.number"] = VariableType.Number,
        ["caller.name"] = VariableType.Text,
        ["caller.extension"] = VariableType.Extension,
        ["dialled"] = VariableType.Number,
        ["account"] = VariableType.Text,
    };

    /// <summary>Whether a variable of this type can stand for a whole scalar.</summary>
    public static bool Fits(VariableType type, ScalarSchema schema) => schema.Kind switch
    {
        ScalarKind.Text => schema.Reference switch
        {
            null => true,
            // Who dials an extension dials a number.
            Reference.Extension => type is VariableType.Extension or VariableType.Number,
            Reference.Number => type == VariableType.Number,
            _ => false,
        },
        ScalarKind.Boolean => type == VariableType.Boolean,
        ScalarKind.Integer => type == VariableType.Integer,
        ScalarKind.Decimal => type is VariableType.Integer or VariableType.Decimal,
        ScalarKind.Duration => type == VariableType.Duration,
        ScalarKind.Time => type == VariableType.Time,
        ScalarKind.Date => type == VariableType.Date,
        ScalarKind.Target => type is VariableType.Target or VariableType.Number or VariableType.Extension,
        ScalarKind.Prompt => type == VariableType.Prompt,
        _ => false,
    };

    /// <summary>The schema that values of a type keep to.</summary>
    public static ScalarSchema SchemaOf(VariableType type) => type switch
    {
        VariableType.Integer => new ScalarSchema(ScalarKind.Integer),
        VariableType.Decimal => new ScalarSchema(ScalarKind.Decimal),
        VariableType.Boolean => new ScalarSchema(ScalarKind.Boolean),
        VariableType.Duration => new ScalarSchema(ScalarKind.Duration),
        VariableType.Time => new ScalarSchema(ScalarKind.Time),
        VariableType.Date => new ScalarSchema(ScalarKind.Date),
        VariableType.Target => new ScalarSchema(ScalarKind.Target),
        VariableType.Prompt => new ScalarSchema(ScalarKind.Prompt),
        VariableType.Extension => new ScalarSchema(ScalarKind.Text) { Reference = Reference.Extension },
        _ => new ScalarSchema(ScalarKind.Text) { MinLength = 0, MaxLength = 1000 },
    };
}
