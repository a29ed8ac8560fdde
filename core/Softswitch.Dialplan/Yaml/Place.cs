namespace Softswitch.Dialplan.Yaml;

/// <summary>A place in a file; both count from 1.</summary>
/// <param name="Line">Line.</param>
/// <param name="Column">Column, in characters.</param>
public readonly record struct Place(int Line, int Column)
{
    /// <summary>Where a file begins.</summary>
    public static Place Start { get; } = new(1, 1);
}
