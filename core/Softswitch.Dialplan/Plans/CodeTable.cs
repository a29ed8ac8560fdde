using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Plans;

/// <summary>Codes with and without placeholders: <c>*97</c>, <c>*21*{number}</c>. The checker has made sure that no two of them match the same digits.</summary>
public abstract class CodeTable
{
    /// <summary>The step that dialled digits lead to, with what stood at the placeholders by name; false where no code matches.</summary>
    public abstract bool TryMatch(string dialled, [NotNullWhen(true)] out StepNode? first, out IReadOnlyList<KeyValuePair<string, string>> placeholders);

    /// <summary>The first steps of all codes.</summary>
    public virtual IEnumerable<StepNode> Firsts => [];
}
