namespace Softswitch.Sdk;

/// <summary>The place in the plan that a step is run for.</summary>
/// <param name="Name">The step's name in the plan: <c>ivr.menu</c>.</param>
/// <param name="Flow">The flow it stands in.</param>
/// <param name="Position">Where it stands: <c>acme.yaml:31:9</c>.</param>
/// <param name="Handled">The outcomes that the plan maps, <c>default</c> among them where there is one.</param>
public sealed record StepInfo(string Name, string Flow, string Position, IReadOnlySet<string> Handled)
{
    /// <summary>Whether the plan says, by name, what follows <paramref name="outcome"/>: a menu asks it of a digit.</summary>
    public bool Handles(Outcome outcome) => Handled.Contains(outcome.Name);
}
