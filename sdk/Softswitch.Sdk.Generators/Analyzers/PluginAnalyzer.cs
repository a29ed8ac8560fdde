using Microsoft.CodeAnalysis.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>An analyzer of rules for guests: it looks at code that references the SDK, unless the project says <c>PluginRules</c> false, which the switch's own parts do.</summary>
public abstract class PluginAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var isOff = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PluginRules", out var rules) && rules == "false";
            if (!isOff && start.Compilation.GetTypeByMetadataName("Softswitch.Sdk.StepAttribute") is not null) Register(start);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context);
}
