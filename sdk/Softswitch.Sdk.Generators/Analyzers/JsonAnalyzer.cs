using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Finds JSON of the plugin's own types that goes by reflection, whose cache is the process's and never forgets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonAnalyzer : PluginAnalyzer
{
    private static readonly string[] Classes =
    [
        "System.Text.Json.JsonSerializer", "System.Text.Json.Schema.JsonSchemaExporter", "System.Net.Http.Json.HttpClientJsonExtensions",
        "System.Net.Http.Json.HttpContentJsonExtensions", "System.Net.Http.Json.JsonContent",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [IsolationRules.Json];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (!Classes.Contains(method.ContainingType?.ToDisplayString())) return;
        if (method.Parameters.Any(parameter => parameter.Type.Name is "JsonTypeInfo" or "JsonSerializerContext")) return;
        if (Subjects(call).FirstOrDefault(IsOwn) is { } type)
            context.ReportDiagnostic(Diagnostic.Create(IsolationRules.Json, call.Syntax.GetLocation(), method.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }

    // What is read or written: the type argument, a typeof, or what the value is known as.
    private static IEnumerable<ITypeSymbol> Subjects(IInvocationOperation call) => call.TargetMethod.TypeArguments.Concat(call.Arguments
        .Select(argument => argument.Value is IConversionOperation conversion ? conversion.Operand : argument.Value)
        .Select(value => value is ITypeOfOperation type ? type.TypeOperand : value.Type)
        .OfType<ITypeSymbol>());

    private static bool IsOwn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOwn(array.ElementType),
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => named.TypeArguments.Any(IsOwn) || named.IsAnonymousType || !IsOfProcess(named),
        _ => false,
    };

    // The framework's and the SDK's types live as long as the process anyway.
    private static bool IsOfProcess(INamedTypeSymbol type) =>
        type.ContainingAssembly?.Name is { } assembly
        && (assembly.StartsWith("System.", StringComparison.Ordinal) || assembly is "System" or "mscorlib" or "netstandard" or "Softswitch.Sdk" || assembly.StartsWith("Microsoft.", StringComparison.Ordinal));
}
