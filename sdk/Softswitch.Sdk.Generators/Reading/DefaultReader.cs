using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;
using Softswitch.Sdk.Generators.Writing;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>
/// Reads the value that an option has where a plan does not give it, as far as it is plain from the code: for editors to show. The code that binds options does not depend on it.
/// </summary>
internal static class DefaultReader
{
    /// <summary>The default of a property in JSON, or null.</summary>
    public static string? Read(IPropertySymbol property, OptionShape shape)
    {
        foreach (var place in property.DeclaringSyntaxReferences)
        {
            if (place.GetSyntax() is PropertyDeclarationSyntax { Initializer.Value: { } value }) return Json(value, shape);
        }

        return null;
    }

    /// <summary>The default of a positional record's parameter in JSON, or null.</summary>
    public static string? Read(IParameterSymbol parameter, OptionShape shape)
    {
        foreach (var place in parameter.DeclaringSyntaxReferences)
        {
            if (place.GetSyntax() is ParameterSyntax { Default.Value: { } value }) return Json(value, shape);
        }

        return null;
    }

    private static string? Json(ExpressionSyntax value, OptionShape shape) => shape switch
    {
        EnumShape words => value is MemberAccessExpressionSyntax member ? Word(words, member.Name.Identifier.ValueText) : null,
        ListShape list => List(value, list),
        ScalarShape { Kind: ScalarKind.Duration } => Duration(value) is { } length ? JsonText.Quote(Spelling.Duration(length)) : null,
        ScalarShape scalar => Scalar(value, scalar.Kind),
        _ => null,
    };

    private static string? Word(EnumShape words, string member)
    {
        foreach (var (word, name) in words.Members)
        {
            if (name == member) return JsonText.Quote(word);
        }

        return null;
    }

    private static string? List(ExpressionSyntax value, ListShape list)
    {
        if (value is not CollectionExpressionSyntax collection) return null;
        var items = collection.Elements.Select(element => element is ExpressionElementSyntax item ? Json(item.Expression, list.Item) : null).ToArray();
        return items.Contains(null) ? null : new JsonText().RawArray(items!).ToString();
    }

    private static string? Scalar(ExpressionSyntax value, ScalarKind kind)
    {
        var constant = Constant(value);
        return kind switch
        {
            ScalarKind.Text or ScalarKind.Prompt => constant is string text ? JsonText.Quote(text) : null,
            ScalarKind.Boolean => constant is bool flag ? (flag ? "true" : "false") : null,
            ScalarKind.Integer or ScalarKind.Long or ScalarKind.Decimal or ScalarKind.Double =>
                constant is int or long or double or decimal ? ((IFormattable)constant).ToString(null, CultureInfo.InvariantCulture) : null,
            _ => null,
        };
    }

    private static object? Constant(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value ?? (literal.IsKind(SyntaxKind.TrueLiteralExpression) ? true : literal.IsKind(SyntaxKind.FalseLiteralExpression) ? false : null),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => Constant(minus.Operand) switch
        {
            int number => -number,
            long number => -number,
            double number => -number,
            decimal number => -number,
            _ => null,
        },
        MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword }, Name.Identifier.ValueText: "Empty" } => "",
        _ => null,
    };

    private static TimeSpan? Duration(ExpressionSyntax value)
    {
        if (value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" }) return TimeSpan.Zero;
        if (value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method, ArgumentList.Arguments: { Count: 1 } arguments }) return null;
        if (Constant(arguments[0].Expression) is not IConvertible count || count is string or bool) return null;

        var number = count.ToDouble(CultureInfo.InvariantCulture);
        var milliseconds = method.Name.Identifier.ValueText switch
        {
            "FromMilliseconds" => number,
            "FromSeconds" => number * 1_000,
            "FromMinutes" => number * 60_000,
            "FromHours" => number * 3_600_000,
            "FromDays" => number * 86_400_000,
            _ => double.NaN,
        };
        return milliseconds >= 0 && milliseconds <= int.MaxValue && Math.Floor(milliseconds).Equals(milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }
}
