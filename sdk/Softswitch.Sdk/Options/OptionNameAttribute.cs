namespace Softswitch.Sdk;

/// <summary>Spelling of an option in plans where it is not the property's name in lower-case words joined by hyphens.</summary>
/// <param name="name">Lower-case words joined by hyphens.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class OptionNameAttribute(string name) : Attribute
{
    /// <summary>The spelling.</summary>
    public string Name { get; } = name;
}
