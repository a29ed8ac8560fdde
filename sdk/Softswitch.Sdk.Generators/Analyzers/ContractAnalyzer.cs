using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Reading;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Says what is wrong with what the generator reads, and with the plugin as a whole.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : DiagnosticAnalyzer
{
    private const string Kernel = "kernel";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ContractRules.StepName, ContractRules.OutcomeName, ContractRules.DuplicateName, ContractRules.NotAStep, ContractRules.StepSetting, ContractRules.StepWithoutAttribute,
        ContractRules.MissingSummary, ContractRules.ForeignService, ContractRules.Constructors, ContractRules.MutableOptions, ContractRules.OptionType, ContractRules.Constraint,
        ContractRules.OptionName, ContractRules.Extension, ContractRules.PluginSetting, ContractRules.CoreReference,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Softswitch.Sdk.StepAttribute") is null) return;
            var seen = new ConcurrentDictionary<(string, Location?, string), bool>();
            var parts = new ConcurrentBag<(PluginPart Part, INamedTypeSymbol Type)>();
            start.RegisterSymbolAction(found => Read((INamedTypeSymbol)found.Symbol, found.ReportDiagnostic, seen, parts), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => CheckWhole(end, parts));
        });
    }

    // Options that several steps share are read with each of them, and spoken of once.
    private static void Read(
        INamedTypeSymbol type,
        Action<Diagnostic> report,
        ConcurrentDictionary<(string, Location?, string), bool> seen,
        ConcurrentBag<(PluginPart Part, INamedTypeSymbol Type)> parts)
    {
        var problems = new Problems(problem =>
        {
            if (seen.TryAdd((problem.Id, problem.Location, problem.GetMessage()), true)) report(problem);
        });
        foreach (var part in new PartReader(problems).Read(type)) parts.Add((part, type));
    }

    private static void CheckWhole(CompilationAnalysisContext context, ConcurrentBag<(PluginPart Part, INamedTypeSymbol Type)> parts)
    {
        if (parts.IsEmpty) return;
        CheckNames(context, parts);

        var options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var settings = PluginSettingsReader.Read(options, context.Compilation.AssemblyName, "");
        if (!Spelling.IsPluginId(settings.Id))
            Report(context, "PluginId", settings.Id, "write lower-case words joined by hyphens, behind your name and a dot: 'acme.vip-gate'");
        if (settings.Isolation is not ("in-process" or "process")) Report(context, "PluginIsolation", settings.Isolation, "write in-process or process");
        if (options.TryGetValue("build_property.PluginRules", out var rules) && rules == "false") return;
        if (settings.Id == Kernel) Report(context, "PluginId", Kernel, "it is that of the switch's own steps; write another");
        foreach (var reference in context.Compilation.ReferencedAssemblyNames.Where(reference => IsOfSwitch(reference.Name)))
            context.ReportDiagnostic(Diagnostic.Create(ContractRules.CoreReference, Location.None, reference.Name));
    }

    private static void CheckNames(CompilationAnalysisContext context, IEnumerable<(PluginPart Part, INamedTypeSymbol Type)> parts)
    {
        CheckUnique(context, parts, part => part.Name);
        CheckUnique(context, parts.Where(one => one.Part.Address is not null), part => part.Address!);
    }

    private static void CheckUnique(CompilationAnalysisContext context, IEnumerable<(PluginPart Part, INamedTypeSymbol Type)> parts, Func<PluginPart, string> key)
    {
        foreach (var same in parts.GroupBy(one => (one.Part.Kind, Key: key(one.Part))))
        {
            var inOrder = same.OrderBy(one => one.Part.Type, StringComparer.Ordinal).ToArray();
            foreach (var (part, type) in inOrder.Skip(1))
                context.ReportDiagnostic(Diagnostic.Create(ContractRules.DuplicateName, type.Locations[0], part.Kind.ToString().ToLowerInvariant(), same.Key.Key, inOrder[0].Type.Name));
        }
    }

    private static void Report(CompilationAnalysisContext context, string property, string value, string advice) =>
        context.ReportDiagnostic(Diagnostic.Create(ContractRules.PluginSetting, Location.None, property, value, advice));

    private static bool IsOfSwitch(string assembly) =>
        assembly is "softswitch" or "Softswitch.Net" or "Softswitch.Sip" or "Softswitch.Media" or "Softswitch.Dialplan" or "Softswitch.Plugins" or "Softswitch.Kernel";
}
