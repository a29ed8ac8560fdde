namespace Softswitch.Dialplan.Yaml;

/// <summary>A place in a file; line and column count from 1.</summary>
/// <param name="Line">Line.</param>
/// <param name="Column">Column, in characters.</param>
/// <param name="File">Path of the file as findings name it, or null for the one at hand.</param>
public readonly record struct Place(int Line, int Column, string? File = null)
{
    /// <summary>Where a file begins.</summary>
    public static Place Start { get; } = new(1, 1);
}
