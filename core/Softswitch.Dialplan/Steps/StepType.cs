using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Softswitch.Dialplan.Steps;

/// <summary>A step as its plugin's manifest declares it: all that the checker and editors know. No code of the plugin is needed for it.</summary>
public sealed record StepType
{
    /// <summary>Id that the switch's own steps have for a plugin.</summary>
    public const string KernelPlugin = "kernel";

    /// <summary>What plans call it: <c>ivr.menu</c>, <c>time-of-day</c>, and for the kernel's own just <c>bridge</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Id of its plugin.</summary>
    public required string Plugin { get; init; }

    /// <summary>Version of its plugin.</summary>
    public required string PluginVersion { get; init; }

    /// <summary>One line that says what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>Outcomes it declares, without <c>error</c>; at least one.</summary>
    public required ImmutableArray<string> Outcomes { get; init; }

    /// <summary>Further outcomes, matched against the whole name; null for none.</summary>
    public Regex? OutcomePattern { get; init; }

    /// <summary>Outcomes that end the call where a plan maps nothing to them.</summary>
    public FrozenSet<string> EndsCall { get; init; } = [];

    /// <summary>What may stand in its map.</summary>
    public required MapSchema Options { get; init; }

    /// <summary>Whether the caller's media has to come through the switch.</summary>
    public bool UsesMedia { get; init; }

    /// <summary>Longest time for one run, without the call's own operations.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it is the switch's own.</summary>
    public bool IsKernel => Plugin == KernelPlugin;

    /// <summary>Whether the next step follows by itself: <c>done</c> is all that can come of it, and does not end the call.</summary>
    public bool FallsThrough => Outcomes is ["done"] && OutcomePattern is null && !EndsCall.Contains("done");

    /// <summary>Whether it declares an outcome, <c>error</c> included.</summary>
    public bool Declares(string outcome) => outcome == "error" || Outcomes.Contains(outcome) || OutcomePattern?.IsMatch(outcome) == true;
}
