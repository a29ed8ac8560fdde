using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads classes with <c>[Step]</c>.</summary>
/// <param name="problems">What is wrong with them.</param>
internal sealed class StepReader(Problems problems)
{
    private const double ShortestDeadline = 0.1;
    private const double LongestDeadline = 86_400;

    /// <summary>Reads a class; null if it can be no step.</summary>
    public StepDeclaration? Read(INamedTypeSymbol type, AttributeData attribute)
    {
        if (ReadOptions(type, attribute) is not { } options) return null;

        var name = attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string ?? "" : "";
        if (!Spelling.IsName(name)) problems.Add(ContractRules.StepName, attribute, type, name, Spelling.Kebab(type.Name));
        var step = new StepDeclaration(type.Qualified(), name, options, ServiceReader.Construction(type, problems))
        {
            Summary = Documentation.Summary(type),
            Outcomes = attribute.ConstructorArguments.Length > 1 ? Texts(attribute.ConstructorArguments[1]) : [],
        };
        foreach (var setting in attribute.NamedArguments)
        {
            step = setting.Key switch
            {
                "OutcomePattern" => step with { OutcomePattern = setting.Value.Value as string },
                "EndsCall" => step with { EndsCall = Texts(setting.Value) },
                "UsesMedia" => step with { UsesMedia = setting.Value.Value is true },
                "DeadlineSeconds" => step with { DeadlineSeconds = setting.Value.Value as double? ?? 10 },
                _ => step,
            };
        }

        CheckOutcomes(step, attribute, type);
        CheckSettings(step, attribute, type);
        return step;
    }

    private RecordShape? ReadOptions(INamedTypeSymbol type, AttributeData attribute)
    {
        var advice =
            SdkNames.FindCallStep(type) is null ? "derive it from CallStep<TOptions>"
            : type.IsAbstract ? "it is abstract; put [Step] on the classes derived from it"
            : type.IsGenericType ? "it is generic; put [Step] on classes derived from it that are not"
            : !type.IsReachable() ? "make it public or internal, and what it is nested in too"
            : null;
        if (advice is not null)
        {
            problems.Add(ContractRules.NotAStep, attribute, type, type.Name, advice);
            return null;
        }

        return SdkNames.FindCallStep(type)!.TypeArguments[0] is INamedTypeSymbol options ? new OptionsReader(problems).Read(options, type) : null;
    }

    private void CheckOutcomes(StepDeclaration step, AttributeData attribute, INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var outcome in step.Outcomes)
        {
            var advice =
                outcome == "error" ? "every step has it without declaring it"
                : outcome is "default" or "next" or "end" ? "the word has a meaning of its own in plans"
                : !Spelling.IsWord(outcome) ? $"write lower-case words joined by hyphens: '{Spelling.Kebab(outcome)}'"
                : !seen.Add(outcome) ? "it is there twice"
                : null;
            if (advice is not null) problems.Add(ContractRules.OutcomeName, attribute, type, outcome, advice);
        }
    }

    private void CheckSettings(StepDeclaration step, AttributeData attribute, INamedTypeSymbol type)
    {
        void Wrong(string setting, string advice) => problems.Add(ContractRules.StepSetting, attribute, type, setting, step.Name, advice);

        if (step.OutcomePattern is { } pattern && Constraints.PatternProblem(pattern) is { } problem) Wrong("OutcomePattern", problem);
        if (step.DeadlineSeconds is not (>= ShortestDeadline and <= LongestDeadline)) Wrong("DeadlineSeconds", "it is 0.1 to 86400");
        foreach (var outcome in step.EndsCall)
        {
            if (!step.Outcomes.Contains(outcome) && !(step.Outcomes.IsEmpty && outcome == "done")) Wrong("EndsCall", $"'{outcome}' is none of the step's outcomes");
        }

        if (step.Summary is null && HasDocumentation(type)) problems.Add(ContractRules.MissingSummary, type, type.Name);
    }

    // Where the compiler does not read documentation there is none to miss.
    private static bool HasDocumentation(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(place => place.SyntaxTree.Options.DocumentationMode != DocumentationMode.None);

    private static ImmutableArray<string> Texts(TypedConstant list) =>
        list.Kind == TypedConstantKind.Array && !list.IsNull ? [.. list.Values.Select(value => value.Value as string ?? "")] : [];
}
