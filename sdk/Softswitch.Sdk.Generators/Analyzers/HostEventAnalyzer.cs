using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds subscriptions to events of the process: static ones of others, and those of the objects that every process has one of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HostEventAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IsolationRules.HostEvent];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Analyze, OperationKind.EventAssignment);

    private static void Analyze(OperationAnalysisContext context)
    {
        var assignment = (IEventAssignmentOperation)context.Operation;
        if (!assignment.Adds || assignment.EventReference is not IEventReferenceOperation { Event: { } subject }) return;
        var isOwn = SymbolEqualityComparer.Default.Equals(subject.ContainingAssembly, context.Compilation.Assembly);
        if (isOwn || !(subject.IsStatic || subject.ContainingType.Name is "AppDomain" or "AssemblyLoadContext")) return;
        context.ReportDiagnostic(Diagnostic.Create(IsolationRules.HostEvent, assignment.Syntax.GetLocation(), $"{subject.ContainingType.Name}.{subject.Name}"));
    }
}
