using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads <c>numbers</c> and <c>codes</c>: what can be dialled, and the flow or the one step that it leads to.</summary>
internal sealed class EntriesReader(PlanScope scope, string? layer, IReadOnlyCollection<string> extensions, PlanLayer? above, Place start)
{
    public const string Off = "off";

    private const int MostCodes = 500;

    private readonly List<(YamlText Key, CodePattern? Code, YamlValue Body)> _all = [];
    private readonly List<(YamlText Key, CodePattern? Code, StepDraft? First)> _read = [];
    private readonly List<(YamlText Key, CodePattern? Code, YamlText Flow)> _named = [];
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly HashSet<string> _off = new(StringComparer.Ordinal);

    /// <summary>Steps that stand here themselves.</summary>
    public List<StepDraft> Steps { get; } = [];

    /// <summary>Numbers, each with the step it leads to.</summary>
    public IEnumerable<(YamlText Key, StepDraft First)> Numbers => _read.Where(entry => entry is { Code: null, First: not null }).Select(entry => (entry.Key, entry.First!));

    /// <summary>Codes, each with the step it leads to.</summary>
    public IEnumerable<(YamlText Key, CodePattern Code, StepDraft First)> Codes => _read.Where(entry => entry is { Code: not null, First: not null }).Select(entry => (entry.Key, entry.Code!, entry.First!));

    /// <summary>Whether nothing is said here.</summary>
    public bool IsEmpty => _all.Count == 0 && _hidden.Count == 0;

    /// <summary>Codes of the layers above that are turned off or replaced.</summary>
    public IReadOnlyCollection<string> Hidden => _hidden;

    /// <summary>Takes the names in.</summary>
    public void Register(IReadOnlyList<YamlEntry> numbers, IReadOnlyList<YamlEntry> codes)
    {
        foreach (var (number, body) in numbers)
        {
            if (!PlanNames.IsDialled(number.Text))
                scope.Findings.Add(number, FindingCodes.WrongValue, $"'{number.Text}' is no number; expected 1 to 15 digits, with a plus in front or without");
            else if (extensions.Contains(number.Text))
                scope.Findings.Add(number, FindingCodes.Ambiguous, $"number '{number.Text}' is an extension too; expected a number of its own");
            scope.Numbers.Add(number.Text);
            _all.Add((number, null, body));
        }

        if (codes.Count > MostCodes)
        {
            scope.Findings.Add(codes[MostCodes].Key, FindingCodes.TooLarge, $"{codes.Count} codes; expected at most {MostCodes}");
            return;
        }

        foreach (var (code, body) in codes)
        {
            if (body is YamlText { Text: Off } && above?.HasCode(code.Text) == true) _off.Add(code.Text);
        }

        _hidden.UnionWith(_off);
        foreach (var (code, body) in codes) RegisterCode(code, body);
        FindHiddenExtensions();
    }

    /// <summary>Reads the steps that stand here themselves.</summary>
    public void ReadBodies()
    {
        var reader = new StepReader(scope);
        foreach (var (key, code, body) in _all)
        {
            switch (body)
            {
                case YamlText { IsMissing: false } name:
                    _named.Add((key, code, name));
                    break;
                case YamlMap:
                    var step = reader.Read(key.Text, body, layer);
                    Steps.Add(step);
                    _read.Add((key, code, step));
                    break;
                default:
                    scope.Findings.Add(body, FindingCodes.WrongType, $"{(code is null ? "number" : "code")} '{key.Text}' is {body.Described}; expected the name of a flow, or a step");
                    scope.IsGuessing = true;
                    break;
            }
        }
    }

    /// <summary>Finds the flows that are named here.</summary>
    public void Resolve()
    {
        foreach (var (key, code, name) in _named)
        {
            if (code is not null && name.Text == Off && !scope.Flows.ContainsKey(Off))
                scope.Findings.Add(name, FindingCodes.WrongValue, $"there is no code '{key.Text}' above that could be turned off{Suggestion.For(key.Text, above?.Codes ?? [])}");
            else
                _read.Add((key, code, scope.FlowOf(name)?.Steps.FirstOrDefault()));
        }

        _named.Clear();
    }

    private void RegisterCode(YamlText key, YamlValue body)
    {
        if (_off.Contains(key.Text)) return;
        var code = CodePattern.Parse(key.Text, out var problem);
        if (code is null)
        {
            scope.Findings.Add(key, FindingCodes.WrongValue, $"'{key.Text}' is no code; {problem}");
            scope.IsGuessing = true;
            return;
        }

        FindShadows(key, code);
        foreach (var placeholder in code.Placeholders)
        {
            scope.Placeholders.Add(placeholder);
            if (scope.Variables.ContainsKey(placeholder)) scope.Findings.Add(key, FindingCodes.Ambiguous, $"placeholder '{placeholder}' is a variable too; expected a name of its own");
        }

        _all.Add((key, code, body));
    }

    private void FindShadows(YamlText key, CodePattern code)
    {
        foreach (var (other, otherCode, _) in _all)
        {
            var example = otherCode is not null ? PatternOverlap.Example(code, otherCode) : code.TryMatch(other.Text, out _) ? other.Text : null;
            if (example is not null) Shadow(key, $"{(otherCode is null ? "number" : "code")} '{other.Text}' in line {other.Place.Line}", example);
        }

        if (extensions.FirstOrDefault(extension => code.TryMatch(extension, out _)) is { } number) Shadow(key, $"extension '{number}'", number);
        foreach (var (text, example) in above?.Overlaps(code).Where(overlap => !_off.Contains(overlap.Code)) ?? [])
        {
            if (text == code.Text) _hidden.Add(text);
            else Shadow(key, $"code '{text}' of the layer above, unless it is turned off by \"{text}\": off,", example);
        }
    }

    private void FindHiddenExtensions()
    {
        foreach (var number in extensions)
        {
            var code = above?.CodeOf(number);
            if (code is not null && !_hidden.Contains(code))
                scope.Findings.Add(start, FindingCodes.Ambiguous, $"extension '{number}' and code '{code}' of the layer above both match {number}; expected another extension, or \"{code}\": off in codes");
        }
    }

    private void Shadow(YamlText key, string other, string example) =>
        scope.Findings.Add(key, FindingCodes.Ambiguous, $"code '{key.Text}' and {other} both match {example}; expected codes that differ");
}
