namespace Softswitch.Sdk;

/// <summary>
/// How a step ended, by name: <c>busy</c>. The dialplan says what comes next for each. A step returns one of the outcomes it
/// declares (<see cref="StepAttribute"/>) or text that its <see cref="StepAttribute.OutcomePattern"/> matches; anything else counts
/// as <see cref="Error"/>.
/// </summary>
/// <param name="Name">Lower-case words joined by hyphens, or what the step's pattern allows, as the digit <c>1</c>.</param>
public readonly record struct Outcome(string Name)
{
    /// <summary>The step did what it is for; of a step with no other outcome the next step follows by itself.</summary>
    public static Outcome Done { get; } = new("done");

    /// <summary>
    /// The step failed: it threw, took longer than it may, is switched off for its failures, or its plugin is missing. Every
    /// step has it without declaring it; where a plan maps nothing to it, the account's <c>on-error</c> flow runs.
    /// </summary>
    public static Outcome Error { get; } = new("error");

    /// <summary>An outcome by its name: a step can <c>return "busy";</c>.</summary>
    public static implicit operator Outcome(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
