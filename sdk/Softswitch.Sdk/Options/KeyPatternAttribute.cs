namespace Softswitch.Sdk;

/// <summary>What each key of a dictionary option matches: <c>[KeyPattern("mon|tue|wed")]</c>. Without it: any text of 1 to 256 characters.</summary>
/// <param name="pattern">A regular expression (.NET, without backtracking), matched against the whole key.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class KeyPatternAttribute(string pattern) : Attribute
{
    /// <summary>The expression.</summary>
    public string Pattern { get; } = pattern;
}
