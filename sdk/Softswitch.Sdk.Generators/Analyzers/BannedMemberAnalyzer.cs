using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds uses of <see cref="BannedMembers"/>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BannedMemberAnalyzer : PluginAnalyzer
{
    private static readonly SymbolDisplayFormat Short = new(memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. BannedMembers.Rules];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(
        Analyze,
        OperationKind.Invocation,
        OperationKind.ObjectCreation,
        OperationKind.PropertyReference,
        OperationKind.MethodReference);

    private static void Analyze(OperationAnalysisContext context)
    {
        var member = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation made => made.Constructor,
            IMemberReferenceOperation reference => reference.Member,
            _ => (ISymbol?)null,
        };
        if (member is null) return;
        if (BannedMembers.Find(member) is { } rule) Report(context, rule, member);
        // A token that is never cancelled is none.
        else if (context.Operation is IInvocationOperation { TargetMethod: { Name: "Run" or "StartNew" } method } start && IsStart(method) && start.Arguments.Any(IsNoToken)) Report(context, IsolationRules.Detached, method);
    }

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, ISymbol member)
    {
        var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "new " + member.ContainingType.Name : member.ToDisplayString(Short);
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), name));
    }

    private static bool IsStart(IMethodSymbol method) =>
        method.ContainingType is { Name: "Task" or "TaskFactory" } type && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    private static bool IsNoToken(IArgumentOperation argument) =>
        argument.Parameter?.Type.Name == "CancellationToken"
        && argument.Value is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } };
}
