using System.Collections.Concurrent;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>What plans of this installation are checked and compiled against. Safe from any thread.</summary>
/// <param name="catalogue">The steps.</param>
/// <param name="resources">Prompts and time zones.</param>
public sealed class PlanLanguage(IStepCatalogue catalogue, IPlanResources? resources = null)
{
    // Accounts number their extensions alike: what rings 100 is the same step in all of them. Beyond so many it is made anew.
    private const int MostSharedExtensions = 50_000;

    private ConcurrentDictionary<string, StepNode> _extensions = new(StringComparer.Ordinal);

    /// <summary>The steps.</summary>
    public IStepCatalogue Catalogue { get; } = catalogue;

    /// <summary>Prompts and time zones.</summary>
    public IPlanResources Resources { get; } = resources ?? new MachineResources();

    /// <summary>What is wrong with a target that is spelt well, in the eyes of whoever will ring it; null where nothing is.</summary>
    public Func<DialTarget, string?> TargetProblem { get; init; } = static _ => null;

    /// <summary>The same for plans that were good once and are not to be lost: a recording that is gone since is the trouble of the call that wants to play it.</summary>
    public PlanLanguage ForPublished() => new(Catalogue, new MachineResources()) { TargetProblem = TargetProblem, _extensions = _extensions };

    /// <summary>Checks the plan of an account; its findings go to those of the document. Null where the document has any.</summary>
    /// <param name="document">The account's files.</param>
    /// <param name="extensions">The account's extensions by number, each with the name of the flow that its settings give, or null.</param>
    /// <param name="above">The layers above, or null.</param>
    /// <param name="version">Number of the version that the plan will be published as; 0 for none.</param>
    public Plan? Check(PlanDocument document, IReadOnlyDictionary<string, YamlText?> extensions, PlanLayer? above = null, int version = 0) =>
        new PlanBuilder(this, document, null, extensions, above).BuildPlan(version);

    /// <summary>Checks a layer; its findings go to those of the document. Null where the document has any.</summary>
    /// <param name="document">The layer's files, read with <see cref="PlanSection.Layer"/>.</param>
    /// <param name="name">What findings call it: <c>the platform</c>, <c>reseller 'north'</c>.</param>
    /// <param name="above">The layers above it, or null.</param>
    public PlanLayer? CheckLayer(PlanDocument document, string name, PlanLayer? above) =>
        new PlanBuilder(this, document, name, new Dictionary<string, YamlText?>(), above).BuildLayer(name);

    /// <summary>The step that dialling an extension leads to where nothing else is said.</summary>
    internal StepNode Ring(string extension)
    {
        if (_extensions.TryGetValue(extension, out var node)) return node;
        node = PlanCompiler.Ring(Catalogue.KernelSteps.First(step => step.Name == "bridge"), extension);
        return _extensions.Count < MostSharedExtensions ? _extensions.GetOrAdd(extension, node) : node;
    }
}
