using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>
/// What was found wrong with a class of a plugin. The generator reads with one that tells nobody and leaves out what has errors; the analyzer reads the same class again and reports.
/// </summary>
internal sealed class Problems(Action<Diagnostic>? report = null)
{
    /// <summary>Whether nothing can be generated.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Notes a problem.</summary>
    public void Add(DiagnosticDescriptor rule, Location? location, params object?[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        report?.Invoke(Diagnostic.Create(rule, location, arguments));
    }

    /// <summary>Notes a problem at a symbol.</summary>
    public void Add(DiagnosticDescriptor rule, ISymbol symbol, params object?[] arguments) => Add(rule, Where(symbol), arguments);

    /// <summary>Notes a problem at an attribute.</summary>
    public void Add(DiagnosticDescriptor rule, AttributeData attribute, ISymbol owner, params object?[] arguments) =>
        Add(rule, attribute.ApplicationSyntaxReference is { } place ? Location.Create(place.SyntaxTree, place.Span) : Where(owner), arguments);

    private static Location? Where(ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);
}
