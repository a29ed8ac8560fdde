using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>A flow as it was read.</summary>
/// <param name="Key">Its name, where it stands.</param>
/// <param name="Layer">The layer it belongs to, or null for the account itself.</param>
internal sealed record FlowDraft(YamlText Key, string? Layer)
{
    public string Name => Key.Text;

    /// <summary>Its steps in order; at least one once it is read.</summary>
    public List<StepDraft> Steps { get; } = [];
}

/// <summary>A step as it was read: a node of the graph that the checker walks, and what its <see cref="StepNode"/> is made of.</summary>
internal sealed class StepDraft(string flow, Place place, string? layer)
{
    /// <summary>Name of its flow, or the code or number it stands at.</summary>
    public string Flow { get; } = flow;

    public Place Place { get; } = place;

    /// <summary>The layer it belongs to, or null for the account itself.</summary>
    public string? Layer { get; } = layer;

    /// <summary>The step; null where it is unknown.</summary>
    public StepType? Type { get; set; }

    public PlanOptions Options { get; set; } = PlanOptions.Empty;

    /// <summary>Variables in its options, each where it stands.</summary>
    public List<(string Name, Place Place)> Variables { get; } = [];

    /// <summary>Whom its options name to be rung, without those that variables stand in.</summary>
    public List<(DialTarget Target, Place Place)> Targets { get; } = [];

    /// <summary>Flows that its options name.</summary>
    public List<FlowUse> FlowUses { get; } = [];

    /// <summary>What plugins offer beside steps that its options name.</summary>
    public List<PointType> Points { get; } = [];

    public TimeSpan Deadline { get; set; }

    /// <summary>What <c>then</c> says, in the order of the file.</summary>
    public List<ExitDraft> Exits { get; } = [];

    /// <summary>The step after it in its flow.</summary>
    public StepDraft? Following { get; set; }

    /// <summary>Whether the step after it follows by itself.</summary>
    public bool FallsThrough => (Type?.FallsThrough ?? Exits.Count == 0) && !Exits.Exists(exit => exit.Outcome.Text is "done" or "default");

    /// <summary>The compiled step; set once the plan is compiled.</summary>
    public StepNode? Node { get; set; }

    /// <summary>Every step that can come next, with where the plan says so and whether it can be taken without end.</summary>
    public IEnumerable<(StepDraft To, Place Place, bool IsBounded, string Outcome)> Ways()
    {
        foreach (var exit in Exits)
        {
            if (exit.To is not null) yield return (exit.To, exit.Target.Place, exit.AtMost > 0, exit.Outcome.Text);
            if (exit.Else?.To is { } then) yield return (then, exit.Else.Target.Place, false, exit.Outcome.Text);
        }

        foreach (var use in FlowUses)
        {
            if (use.To is not null) yield return (use.To, use.Name.Place, false, "done");
        }

        if (FallsThrough && Following is not null) yield return (Following, Place, false, "done");
    }
}

/// <summary>A flow that an option names.</summary>
/// <param name="Name">The name.</param>
internal sealed record FlowUse(YamlText Name)
{
    public StepDraft? To { get; set; }
}

/// <summary>What follows an outcome.</summary>
/// <param name="Outcome">The outcome, where it stands.</param>
/// <param name="Target">Name of a flow, <c>next</c> or <c>end</c>.</param>
/// <param name="AtMost">How often one call may leave by it; 0 for as often as it likes.</param>
/// <param name="Else">What follows then.</param>
internal sealed record ExitDraft(YamlText Outcome, YamlText Target, int AtMost = 0, ExitDraft? Else = null)
{
    /// <summary>The step that follows; null ends the flow.</summary>
    public StepDraft? To { get; set; }
}

/// <summary>Where calls come in.</summary>
/// <param name="Text">What it is, for findings: <c>number '+50640001000'</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="First">The step it leads to.</param>
/// <param name="Placeholders">Variables that have a value then.</param>
internal sealed record PlanEntry(string Text, Place Place, StepDraft First, IReadOnlyCollection<string> Placeholders);
