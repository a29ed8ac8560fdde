using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Plans;

/// <summary>The codes of a plan, and after them those of the layers above, except what the plan has put in the place of.</summary>
internal sealed class PlanCodes : CodeTable
{
    private readonly FrozenDictionary<string, StepNode?> _literals;
    private readonly (CodePattern Pattern, StepNode? First)[] _patterns;
    private readonly PlanCodes? _above;
    private readonly FrozenSet<string> _hidden;

    /// <summary>Makes the table.</summary>
    /// <param name="codes">The plan's own codes; the checker has made sure that they do not overlap.</param>
    /// <param name="above">Codes of the layers above, or null.</param>
    /// <param name="hidden">Those of the layers above that the plan has turned off or replaced, as written.</param>
    public PlanCodes(IReadOnlyCollection<(CodePattern Pattern, StepNode? First)> codes, PlanCodes? above, IEnumerable<string> hidden)
    {
        _literals = codes.Where(code => code.Pattern.IsLiteral).ToFrozenDictionary(code => code.Pattern.Text, code => code.First);
        _patterns = [.. codes.Where(code => !code.Pattern.IsLiteral)];
        _above = above;
        _hidden = hidden.ToFrozenSet();
    }

    /// <summary>No code at all.</summary>
    public static PlanCodes Empty { get; } = new([], null, []);

    /// <inheritdoc/>
    public override bool TryMatch(string dialled, [NotNullWhen(true)] out StepNode? first, out IReadOnlyList<KeyValuePair<string, string>> placeholders)
    {
        placeholders = [];
        if (Find(dialled, out _, out first, out var values)) placeholders = values ?? [];
        return first is not null;
    }

    /// <inheritdoc/>
    public override IEnumerable<StepNode> Firsts =>
        _literals.Values.Concat(_patterns.Select(pattern => pattern.First)).OfType<StepNode>().Concat(_above?.Firsts ?? []);

    private bool Find(string dialled, out string code, out StepNode? first, out KeyValuePair<string, string>[]? values)
    {
        code = dialled;
        values = null;
        if (_literals.TryGetValue(dialled, out first)) return true;
        foreach (var (pattern, step) in _patterns)
        {
            if (!pattern.TryMatch(dialled, out values)) continue;
            code = pattern.Text;
            first = step;
            return true;
        }

        if (_above is null || !_above.Find(dialled, out code, out first, out values)) return false;
        if (!_hidden.Contains(code)) return true;
        first = null;
        return false;
    }
}
