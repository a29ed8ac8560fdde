using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds static fields and properties that can change: those that are assigned, and collections that grow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateAnalyzer : PluginAnalyzer
{
    private static readonly ImmutableHashSet<string> Growing = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedDictionary", "SortedList", "SortedSet", "PriorityQueue", "OrderedDictionary",
        "ConcurrentDictionary", "ConcurrentQueue", "ConcurrentStack", "ConcurrentBag", "BlockingCollection", "StringBuilder");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IsolationRules.StaticState];

    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(
            found =>
            {
                if (found.Symbol is IFieldSymbol { IsStatic: true, IsConst: false } field) Analyze(found, field, field.Type, field.IsReadOnly);
            },
            SymbolKind.Field);
        context.RegisterSymbolAction(
            found =>
            {
                if (found.Symbol is IPropertySymbol { IsStatic: true } property && HasField(property)) Analyze(found, property, property.Type, property.SetMethod is null);
            },
            SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, ISymbol member, ITypeSymbol type, bool isReadOnly)
    {
        var instead =
            !isReadOnly ? "readonly"
            : Growing.Contains(type.Name) && type.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal) ? "a FrozenDictionary or ImmutableArray"
            : null;
        if (instead is not null) context.ReportDiagnostic(Diagnostic.Create(IsolationRules.StaticState, member.Locations[0], member.Name, instead));
    }

    // A property that computes its value holds nothing.
    private static bool HasField(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
