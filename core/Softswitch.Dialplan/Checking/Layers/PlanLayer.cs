using System.Collections.Immutable;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Checking;

/// <summary>
/// What the layers above an account give to it, platform and reseller together: defaults that it may put its own in the place of, and rules that it may not break. Immutable; accounts that
/// leave the flows as they are share its steps.
/// </summary>
public sealed class PlanLayer
{
    /// <summary>Name of the layer above all.</summary>
    internal const string Platform = "platform";

    /// <summary>The documents, from the top down, with what findings call them.</summary>
    internal IReadOnlyList<(PlanDocument Document, string Name)> Documents { get; init; } = [];

    /// <summary>Plugins that this layer and those above it use.</summary>
    public IReadOnlyCollection<string> Plugins { get; init; } = [];

    /// <summary>The same, each where it is named, in the version that the layer is compiled with.</summary>
    internal ImmutableArray<PlanUse> Uses { get; init; } = [];

    /// <summary>What those plugins offer beside steps.</summary>
    internal IReadOnlyCollection<PointType> Points { get; init; } = [];

    internal IReadOnlyDictionary<string, FlowDraft> Flows { get; init; } = new Dictionary<string, FlowDraft>();

    internal EffectiveEntries Entries { get; init; } = EffectiveEntries.None;

    internal PlanCodes Table { get; init; } = PlanCodes.Empty;

    internal IReadOnlyCollection<string> Placeholders { get; init; } = [];

    internal Dictionary<string, VariableType> Variables { get; init; } = [];

    internal Dictionary<string, string> Defaults { get; init; } = [];

    /// <summary>Which plugins the accounts below may use.</summary>
    public PlanGrants Grants { get; internal init; } = PlanGrants.Open;

    internal IReadOnlyList<LockedRule> Rules { get; init; } = [];

    /// <summary>Codes, as written.</summary>
    internal IEnumerable<string> Codes => Entries.Codes.Select(code => code.Code.Text);

    /// <summary>Whether there is a code, as written.</summary>
    internal bool HasCode(string code) => Codes.Contains(code);

    /// <summary>The code that digits match, as written, or null.</summary>
    internal string? CodeOf(string digits) => Entries.Codes.FirstOrDefault(code => code.Code.TryMatch(digits, out _)).Code?.Text;

    /// <summary>Codes that match digits which <paramref name="code"/> matches too, with the digits.</summary>
    internal IEnumerable<(string Code, string Example)> Overlaps(CodePattern code) =>
        from other in Entries.Codes
        let example = PatternOverlap.Example(code, other.Code)
        where example is not null
        select (other.Code.Text, example);
}
