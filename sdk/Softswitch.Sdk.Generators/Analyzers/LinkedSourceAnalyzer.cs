using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds linked token sources that plainly nobody disposes of: those that are used for their token at once, and local ones that are neither disposed of nor handed on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LinkedSourceAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IsolationRules.LinkedSource];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is not { Name: "CreateLinkedTokenSource", ContainingType.Name: "CancellationTokenSource" }) return;
        var isLost = call.Parent switch
        {
            IPropertyReferenceOperation or IExpressionStatementOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declared } => !IsUsing(declared) && !IsHandled(declared),
            _ => false,
        };
        if (isLost) context.ReportDiagnostic(Diagnostic.Create(IsolationRules.LinkedSource, call.Syntax.GetLocation()));
    }

    private static bool IsUsing(IOperation declared)
    {
        for (var parent = declared.Parent; parent is IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IUsingDeclarationOperation or IUsingOperation; parent = parent.Parent)
        {
            if (parent is IUsingDeclarationOperation or IUsingOperation) return true;
        }

        return false;
    }

    // Any use but that of its members leaves it to somebody else.
    private static bool IsHandled(IVariableDeclaratorOperation declared)
    {
        var body = declared.Syntax.FirstAncestorOrSelf<BlockSyntax>();
        return body is not null && body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => use.Identifier.ValueText == declared.Symbol.Name)
            .Any(use => use.Parent is not MemberAccessExpressionSyntax member || member.Expression != use || member.Name.Identifier.ValueText is "Dispose" or "DisposeAsync");
    }
}
