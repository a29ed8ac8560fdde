namespace Softswitch.Sdk;

/// <summary>
/// Makes a class a step of dialplans: <c>[Step("vip-gate", "vip", "regular")]</c> on a class derived from
/// <see cref="CallStep{TOptions}"/>. It is read when the plugin is built; the manifest is made from it.
/// </summary>
/// <param name="name">
/// Lower-case words joined by hyphens, unique in the plugin. In a dialplan the step is called <c>plugin.name</c>, or just by the
/// plugin's id where the last part of that is the same word.
/// </param>
/// <param name="outcomes">Every outcome that the step returns, besides <see cref="Outcome.Error"/>; none means <c>done</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StepAttribute(string name, params string[] outcomes) : Attribute
{
    /// <summary>The step's name.</summary>
    public string Name { get; } = name;

    /// <summary>The declared outcomes.</summary>
    public IReadOnlyList<string> Outcomes { get; } = outcomes;

    /// <summary>
    /// A regular expression (.NET, matched against the whole name, without backtracking) of further outcomes, which a plan maps as
    /// it likes: <c>[0-9*#]{1,4}</c>. Ask <see cref="StepInfo.Handles"/> which of them it does. Default none.
    /// </summary>
    public string? OutcomePattern { get; set; }

    /// <summary>
    /// Those of the outcomes that end the call where a plan maps nothing to them; the caller is told the status of what the step
    /// tried last. A plan has to map every other outcome, or give a <c>default</c>. Default none.
    /// </summary>
    public string[] EndsCall { get; set; } = [];

    /// <summary>Whether the step plays, listens or records, so that the caller's media has to come through the switch. Default no.</summary>
    public bool UsesMedia { get; set; }

    /// <summary>
    /// Longest time for one run, in seconds, 0.1 to 86 400; time that the step spends in the call's own operations (playing,
    /// collecting, a conversation) does not count. A plan can shorten it by <c>deadline</c>. Default 10.
    /// </summary>
    public double DeadlineSeconds { get; set; } = 10;
}
