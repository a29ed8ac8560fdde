namespace Softswitch.Dialplan.Yaml;

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="File">Path of the file, as its folder was given.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Code">Stable number of this kind of finding, as <c>SSW2102</c> (<see cref="FindingCodes"/>).</param>
/// <param name="Text">What is wrong, what was expected, and a suggestion where there is one.</param>
public sealed record Finding(string File, int Line, int Column, string Code, string Text)
{
    /// <summary><c>acme.yaml:31:9 SSW2102 unknown key 'promt'; did you mean 'prompt'?</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column} {Code} {Text}";
}
