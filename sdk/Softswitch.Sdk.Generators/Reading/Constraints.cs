using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads the attributes that narrow an option down, and says which of them do not fit it.</summary>
/// <param name="problems">Where that goes.</param>
internal sealed class Constraints(Problems problems)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The shape with the constraints of the property. Those of single values hold for the items of a list and the values of a dictionary; those of length hold for the list itself.
    /// </summary>
    /// <param name="symbol">The property, or the parameter of a positional record.</param>
    /// <param name="key">Its spelling.</param>
    /// <param name="shape">Its shape.</param>
    public OptionShape Apply(ISymbol symbol, string key, OptionShape shape)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var type = attribute.AttributeClass;
            if (type is null) continue;
            var space = type.ContainingNamespace.ToDisplayString();
            var name = type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - 9) : type.Name;
            if (space is not (SdkNames.Annotations or SdkNames.Sdk) || name is "Required" or "OptionName") continue;

            var (changed, advice) = Apply(name, attribute, shape);
            if (changed is null) problems.Add(ContractRules.Constraint, attribute, symbol, name, key, advice);
            else shape = changed;
        }

        return shape;
    }

    private static (OptionShape? Changed, string Advice) Apply(string name, AttributeData attribute, OptionShape shape) => (name, shape) switch
    {
        ("MinLength", ListShape list) => Bounded(list with { MinItems = Number(attribute, 0) }),
        ("MaxLength", ListShape list) => Bounded(list with { MaxItems = Number(attribute, 0) }),
        ("Length", ListShape list) => Bounded(list with { MinItems = Number(attribute, 0), MaxItems = Number(attribute, 1) }),
        ("KeyPattern", DictionaryShape dictionary) => Pattern(attribute, pattern => dictionary with { Key = dictionary.Key with { Pattern = pattern } }),
        ("KeyPattern", _) => (null, "it is for dictionaries; of a text use [RegularExpression]"),
        (_, ListShape list) => Apply(name, attribute, list.Item) is ({ } item, _) ? (list with { Item = item }, "") : (null, Apply(name, attribute, list.Item).Advice),
        (_, DictionaryShape dictionary) =>
            Apply(name, attribute, dictionary.Value) is ({ } value, _) ? (dictionary with { Value = value }, "") : (null, Apply(name, attribute, dictionary.Value).Advice),
        (_, ScalarShape scalar) => Scalar(name, attribute, scalar),
        _ => (null, "it is for single values, and for lists and dictionaries of them"),
    };

    private static (OptionShape? Changed, string Advice) Scalar(string name, AttributeData attribute, ScalarShape shape)
    {
        var isText = shape.Kind == ScalarKind.Text;
        switch (name)
        {
            case "MinLength" when isText: return Bounded(shape with { MinLength = Number(attribute, 0) ?? 0 });
            case "MaxLength" when isText: return Bounded(shape with { MaxLength = Number(attribute, 0) ?? 0 });
            case "Length" when isText: return Bounded(shape with { MinLength = Number(attribute, 0) ?? 0, MaxLength = Number(attribute, 1) ?? 0 });
            case "StringLength" when isText: return Bounded(shape with { MinLength = Named(attribute, "MinimumLength") ?? 0, MaxLength = Number(attribute, 0) ?? 0 });
            case "RegularExpression" when isText: return Pattern(attribute, pattern => shape with { Pattern = pattern });
            case "AllowedValues" when isText: return Words(attribute, shape);
            case "RefersTo" when isText: return (shape with { Reference = Reference(attribute) }, "");
            case "MinLength" or "MaxLength" or "Length" or "StringLength" or "RegularExpression" or "RefersTo": return (null, "it is for text");
            case "AllowedValues": return (null, "it is for text; of numbers give a [Range], of anything else use an enum");
            case "Range": return Range(attribute, shape);
            case "DurationRange": return DurationRange(attribute, shape);
            default: return (null, "plans do not know it; use required, [Range], [MinLength], [MaxLength], [Length], [StringLength], [RegularExpression], [AllowedValues], [DurationRange] or [RefersTo]");
        }
    }

    private static (OptionShape? Changed, string Advice) Range(AttributeData attribute, ScalarShape shape)
    {
        if (shape.Kind == ScalarKind.Duration) return (null, "of a duration use [DurationRange(\"1s\", \"3m\")]");
        if (shape.Kind is not (ScalarKind.Integer or ScalarKind.Long or ScalarKind.Decimal or ScalarKind.Double)) return (null, "it is for numbers");
        // [Range(typeof(decimal), "0.01", "100")] has its bounds behind the type.
        var first = attribute.ConstructorArguments.Length == 3 ? 1 : 0;
        if (Bound(attribute, first) is not { } minimum || Bound(attribute, first + 1) is not { } maximum) return (null, "its bounds have to be numbers");
        if (minimum > maximum) return (null, "its least is more than its most");
        return (shape with { Minimum = minimum.ToString(CultureInfo.InvariantCulture), Maximum = maximum.ToString(CultureInfo.InvariantCulture) }, "");
    }

    private static decimal? Bound(AttributeData attribute, int index)
    {
        try
        {
            return attribute.ConstructorArguments[index].Value switch
            {
                int number => number,
                double number => (decimal)number,
                string text when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static (OptionShape? Changed, string Advice) DurationRange(AttributeData attribute, ScalarShape shape)
    {
        if (shape.Kind != ScalarKind.Duration) return (null, "it is for TimeSpan");
        var (least, most) = (Text(attribute, 0), Text(attribute, 1));
        if (Spelling.Duration(least) is not { } minimum || Spelling.Duration(most) is not { } maximum) return (null, "its bounds are a whole number and ms, s, m, h or d each: \"1s\", \"3m\"");
        return minimum > maximum ? (null, "its least is more than its most") : (shape with { Shortest = least, Longest = most }, "");
    }

    private static (OptionShape? Changed, string Advice) Words(AttributeData attribute, ScalarShape shape)
    {
        var words = attribute.ConstructorArguments.SelectMany(argument => argument.Values).Select(value => value.Value as string).ToImmutableArray();
        return words.IsEmpty || words.Contains(null) ? (null, "it needs texts: [AllowedValues(\"a\", \"b\")]") : (shape with { Words = words! }, "");
    }

    private static (OptionShape? Changed, string Advice) Pattern(AttributeData attribute, Func<string, OptionShape> set)
    {
        var pattern = Text(attribute, 0) ?? "";
        return PatternProblem(pattern) is { } problem ? (null, problem) : (set(pattern), "");
    }

    /// <summary>What is wrong with a regular expression, or null.</summary>
    public static string? PatternProblem(string pattern)
    {
        // Its name is of a later framework than the one that the compiler's parts are written for.
        const RegexOptions NonBacktracking = (RegexOptions)1024;
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
            _ = new Regex(pattern, RegexOptions.CultureInvariant | NonBacktracking, Patience);
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // A compiler on .NET Framework cannot tell; the switch can, and refuses it.
            return null;
        }
        catch (ArgumentException wrong)
        {
            return "it is no regular expression: " + wrong.Message;
        }
        catch (NotSupportedException)
        {
            return "it needs backtracking, which takes unbounded time; do without look-around, back-references and atomic groups";
        }
    }

    private static (OptionShape? Changed, string Advice) Bounded(ScalarShape shape) =>
        shape.MinLength < 0 || shape.MaxLength < shape.MinLength ? (null, "its least is more than its most") : (shape, "");

    private static (OptionShape? Changed, string Advice) Bounded(ListShape shape) =>
        shape.MinItems < 0 || shape.MaxItems < (shape.MinItems ?? 0) ? (null, "its least is more than its most") : (shape, "");

    private static string? Reference(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0] is not { Type: INamedTypeSymbol type, Value: { } value }) return null;
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && field.ConstantValue!.Equals(value));
        return member is null ? null : Spelling.Kebab(member.Name);
    }

    private static int? Number(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Value is int number ? number : null;

    private static int? Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as int?;

    private static string? Text(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Value as string : null;
}
