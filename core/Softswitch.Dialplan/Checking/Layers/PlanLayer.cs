using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Checking;

/// <summary>What the layers above an account give to it: defaults that it may put its own in the place of, and rules that it may not break. Immutable.</summary>
public sealed class PlanLayer
{
    /// <summary>Codes, as written.</summary>
    internal IReadOnlyCollection<string> Codes { get; init; } = [];

    /// <summary>Whether there is a code, as written.</summary>
    internal bool HasCode(string code) => Codes.Contains(code);

    /// <summary>Codes that match digits which <paramref name="code"/> matches too, with the digits.</summary>
    internal IEnumerable<(string Code, string Example)> Overlaps(CodePattern code) =>
        from text in Codes
        let pattern = CodePattern.Parse(text, out _)
        let example = PatternOverlap.Example(code, pattern)
        where example is not null
        select (text, example);
}
