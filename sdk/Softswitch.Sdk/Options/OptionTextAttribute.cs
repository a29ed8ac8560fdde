namespace Softswitch.Sdk;

/// <summary>
/// Lets a type of the plugin be the type of an option, or the key of a dictionary: plans write it as text. The type has a method <c>public static T Parse(string text)</c>, which throws
/// <see cref="FormatException"/> with a sentence for the author of the plan; it is called when the plan is compiled, once.
/// </summary>
/// <param name="pattern">A regular expression that the whole text has to match, so that a wrong one is found without the plugin's code.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class OptionTextAttribute(string pattern) : Attribute
{
    /// <summary>The regular expression.</summary>
    public string Pattern { get; } = pattern;
}
