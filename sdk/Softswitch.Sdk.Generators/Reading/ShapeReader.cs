using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads the shape of an option off its type.</summary>
/// <param name="problems">What is wrong with it.</param>
internal sealed class ShapeReader(Problems problems)
{
    private const string Advice =
        "use string, bool, int, long, decimal, double, TimeSpan, TimeOnly, DateOnly, an enum, DialTarget, Prompt, PlanFile, a record, a type with [OptionText] and a static Parse(string), an ImmutableArray, IReadOnlyList or array of these, "
        + "or an IReadOnlyDictionary, FrozenDictionary or ImmutableDictionary from string or such a type to these";

    /// <summary>The shape of a property; null where plans cannot say such a thing.</summary>
    /// <param name="property">The property.</param>
    /// <param name="key">Its spelling.</param>
    /// <param name="readRecord">Reads a nested record; null if it said itself what is wrong.</param>
    public OptionShape? Read(IPropertySymbol property, string key, Func<INamedTypeSymbol, RecordShape?> readRecord)
    {
        var isReported = false;
        var shape = Shape(property.Type, record =>
        {
            var nested = readRecord(record);
            isReported |= nested is null;
            return nested;
        });
        if (shape is null && !isReported) problems.Add(ContractRules.OptionType, property, key, property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), Advice);
        return shape;
    }

    private static OptionShape? Shape(ITypeSymbol type, Func<INamedTypeSymbol, RecordShape?> readRecord)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (Scalar(type) is { } kind) return new ScalarShape(kind);
        if (Text(type) is { } text) return text;
        if (type.TypeKind == TypeKind.Enum) return Words((INamedTypeSymbol)type);
        if (type is IArrayTypeSymbol { Rank: 1 } array) return List(array.ElementType, ListCollection.Array, readRecord);
        if (type is not INamedTypeSymbol named) return null;
        if (!named.IsGenericType) return named.IsRecord ? readRecord(named) : null;

        return (named.ContainingNamespace.ToDisplayString(), named.Name) switch
        {
            ("System.Collections.Immutable", "ImmutableArray") or ("System.Collections.Generic", "IReadOnlyList") => List(named.TypeArguments[0], ListCollection.ImmutableArray, readRecord),
            ("System.Collections.Generic", "IReadOnlyDictionary") => Dictionary(named, DictionaryCollection.ReadOnly, readRecord),
            ("System.Collections.Frozen", "FrozenDictionary") => Dictionary(named, DictionaryCollection.Frozen, readRecord),
            ("System.Collections.Immutable", "ImmutableDictionary") => Dictionary(named, DictionaryCollection.Immutable, readRecord),
            _ => null,
        };
    }

    private static ListShape? List(ITypeSymbol item, ListCollection collection, Func<INamedTypeSymbol, RecordShape?> readRecord) =>
        Shape(item, readRecord) is { } shape and not ListShape ? new ListShape(shape, item.Qualified(), collection, null, null) : null;

    private static DictionaryShape? Dictionary(INamedTypeSymbol type, DictionaryCollection collection, Func<INamedTypeSymbol, RecordShape?> readRecord) =>
        Shape(type.TypeArguments[0], readRecord) is ScalarShape { Kind: ScalarKind.Text } key && Shape(type.TypeArguments[1], readRecord) is { } value
            ? new DictionaryShape(value, type.TypeArguments[1].Qualified(), collection, key, type.TypeArguments[0].Qualified())
            : null;

    // A type of the plugin that reads itself from text.
    private static ScalarShape? Text(ITypeSymbol type) =>
        type.FindAttribute(SdkNames.Sdk, "OptionTextAttribute")?.ConstructorArguments.FirstOrDefault().Value is string pattern && type.GetMembers("Parse").OfType<IMethodSymbol>().Any(ReadsText)
            ? new ScalarShape(ScalarKind.Text) { Pattern = pattern, ParsedBy = type.Qualified() }
            : null;

    private static bool ReadsText(IMethodSymbol method) =>
        method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters.Length: 1 } && method.Parameters[0].Type.SpecialType == SpecialType.System_String;

    private static EnumShape Words(INamedTypeSymbol type) => new(
        type.Qualified(),
        type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .Select(field => (Word(field), field.Name))
            .ToImmutableArray());

    private static string Word(IFieldSymbol field) =>
        field.FindAttribute(SdkNames.Sdk, "OptionNameAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? Spelling.Kebab(field.Name);

    private static ScalarKind? Scalar(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => ScalarKind.Text,
        SpecialType.System_Boolean => ScalarKind.Boolean,
        SpecialType.System_Int32 => ScalarKind.Integer,
        SpecialType.System_Int64 => ScalarKind.Long,
        SpecialType.System_Decimal => ScalarKind.Decimal,
        SpecialType.System_Double => ScalarKind.Double,
        _ when type.Is("System", "TimeSpan") => ScalarKind.Duration,
        _ when type.Is("System", "TimeOnly") => ScalarKind.Time,
        _ when type.Is("System", "DateOnly") => ScalarKind.Date,
        _ when type.Is(SdkNames.Sdk, "DialTarget") => ScalarKind.Target,
        _ when type.Is(SdkNames.Sdk, "Prompt") => ScalarKind.Prompt,
        _ when type.Is(SdkNames.Sdk, "PlanFile") => ScalarKind.File,
        _ => null,
    };
}
