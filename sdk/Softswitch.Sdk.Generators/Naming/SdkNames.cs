using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Naming;

/// <summary>Names of the contracts that a plugin is read by.</summary>
internal static class SdkNames
{
    public const string Sdk = "Softswitch.Sdk";
    public const string Sip = "Softswitch.Sdk.Sip";
    public const string Annotations = "System.ComponentModel.DataAnnotations";
    public const string Logging = "Microsoft.Extensions.Logging";

    /// <summary>Whether a type, its arguments aside, is the one of that name.</summary>
    public static bool Is(this ITypeSymbol? type, string space, string name) =>
        type is not null && type.Name == name && type.ContainingType is null && type.ContainingNamespace.ToDisplayString() == space;

    /// <summary>The base class <c>CallStep&lt;T&gt;</c>, or null.</summary>
    public static INamedTypeSymbol? FindCallStep(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.Is(Sdk, "CallStep")) return ancestor;
        }

        return null;
    }

    /// <summary>An attribute of a symbol, or null.</summary>
    public static AttributeData? FindAttribute(this ISymbol symbol, string space, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(space, name)) return attribute;
        }

        return null;
    }

    /// <summary>The type in code that stands in no namespace of the author's.</summary>
    public static string Qualified(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Whether generated code of the same assembly can name the type.</summary>
    public static bool IsReachable(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) return false;
            if (current.IsFileLocal || (current.IsGenericType && !SymbolEqualityComparer.Default.Equals(current, type))) return false;
        }

        return true;
    }
}
