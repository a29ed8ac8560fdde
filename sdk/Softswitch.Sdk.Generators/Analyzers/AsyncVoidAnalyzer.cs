using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds methods, local functions and lambdas that are <c>async void</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IsolationRules.AsyncVoid];

    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(
            found =>
            {
                if (found.Symbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method) found.ReportDiagnostic(Found(method.Locations[0], method.Name));
            },
            SymbolKind.Method);
        context.RegisterOperationAction(
            found =>
            {
                var (method, name) = found.Operation switch
                {
                    IAnonymousFunctionOperation lambda => (lambda.Symbol, "the lambda"),
                    ILocalFunctionOperation local => (local.Symbol, local.Symbol.Name),
                    _ => (null, ""),
                };
                if (method is { IsAsync: true, ReturnsVoid: true }) found.ReportDiagnostic(Found(method.Locations[0], name));
            },
            OperationKind.AnonymousFunction,
            OperationKind.LocalFunction);
    }

    private static Diagnostic Found(Location location, string name) => Diagnostic.Create(IsolationRules.AsyncVoid, location, name);
}
