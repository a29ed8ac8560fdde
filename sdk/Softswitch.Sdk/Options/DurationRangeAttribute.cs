namespace Softswitch.Sdk;

/// <summary>Bounds of a <see cref="TimeSpan"/> option, in the spelling of plans: <c>[DurationRange("1s", "3m")]</c>. Without it: 0 to 24 hours.</summary>
/// <param name="minimum">A whole number and a unit: <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</param>
/// <param name="maximum">The like.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : Attribute
{
    /// <summary>The least.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The most.</summary>
    public string Maximum { get; } = maximum;
}
