using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads <c>numbers</c> and <c>flows</c>, resolves their names and compiles them into linked steps.</summary>
internal sealed class PlanReader(FileFindings findings, IReadOnlyDictionary<string, Extension> extensions, TimeSpan ringFor)
{
    private const string End = "end";
    private const string Next = "next";
    private const int MaximumSteps = 1000;

    private static readonly string[] Steps = ["bridge"];
    private static readonly string[] StepKeys = [.. Steps, "then"];

    private static readonly (string Word, DialOutcome Meaning)[] Outcomes =
    [
        ("answered", DialOutcome.Answered), ("busy", DialOutcome.Busy), ("no-answer", DialOutcome.NoAnswer),
        ("unreachable", DialOutcome.Unreachable), ("rejected", DialOutcome.Rejected), ("error", DialOutcome.Error),
    ];

    private readonly List<PlanStep> _steps = [];
    private readonly Dictionary<string, int> _flows = new(StringComparer.Ordinal);
    private readonly List<YamlText> _flowKeys = [];
    private bool _isGuessing;

    /// <summary>The first step for each number. Incomplete where there are findings.</summary>
    public Dictionary<string, BridgeStep> Read(YamlValue? numbers, YamlValue? flows)
    {
        var before = findings.Count;
        ReadFlows(flows);
        ResolveExits();
        var entries = ReadNumbers(numbers);
        if (_steps.Count > MaximumSteps) return [];
        PlanGraph.Check(_steps, _flowKeys.ConvertAll(key => (key, _flows[key.Text])), entries.Values, checkReach: !_isGuessing, findings);
        return findings.Count > before ? [] : Compile(entries);
    }

    private void ReadFlows(YamlValue? value)
    {
        if (value is null) return;
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"flows is {value.Described}; expected a map of flows by name");
            return;
        }

        foreach (var (name, body) in map.Entries)
        {
            if (!Names.IsIdentifier(name.Text))
                findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a flow; expected lower-case letters, digits and hyphens, a letter first");
            else if (name.Text is End or Next)
                findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' cannot name a flow; it has a meaning of its own in 'then'");
            _flows.Add(name.Text, _steps.Count);
            _flowKeys.Add(name);
            if (body is YamlList { Items.Count: > 0 } list)
            {
                foreach (var item in list.Items) _steps.Add(ReadStep(name.Text, item));
                continue;
            }

            findings.Add(body, FindingCodes.WrongType, $"flow '{name.Text}' is {(body is YamlList ? "an empty list" : body.Described)}; expected a list of steps");
            _steps.Add(new PlanStep(name.Text, name.Place, new BridgeOptions([], ringFor), []));
            _isGuessing = true;
        }

        // Whatever is longer is not walked through either.
        if (_steps.Count > MaximumSteps) findings.Add(map, FindingCodes.TooLarge, $"{_steps.Count} steps; expected at most {MaximumSteps} in an account");
    }

    private PlanStep ReadStep(string flow, YamlValue value)
    {
        var step = new PlanStep(flow, value.Place, new BridgeOptions([], ringFor), []);
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"a step is {value.Described}; expected a map such as bridge: {{ to: \"ext:100\" }}");
            return step;
        }

        var known = 0;
        foreach (var (key, body) in map.Entries)
        {
            switch (key.Text)
            {
                case "bridge":
                    known++;
                    step = step with { Options = BridgeOptions.Read(body, extensions, ringFor, findings) };
                    break;
                case "then":
                    step = step with { Exits = ReadExits(body) };
                    break;
                default:
                    known++;
                    _isGuessing = true;
                    findings.Add(key, FindingCodes.UnknownStep, $"unknown step '{key.Text}'{Suggestion.For(key.Text, StepKeys)}");
                    break;
            }
        }

        if (known == 0) findings.Add(map, FindingCodes.MissingKey, "no step is named here; expected bridge");
        return step;
    }

    private List<PlanExit> ReadExits(YamlValue value)
    {
        var exits = new List<PlanExit>();
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"then is {value.Described}; expected a map of outcomes to flows");
            _isGuessing = true;
            return exits;
        }

        foreach (var (key, target) in map.Entries)
        {
            var outcome = Array.Find(Outcomes, known => known.Word == key.Text);
            if (outcome.Word is null)
                findings.Add(key, FindingCodes.UnknownOutcome, $"bridge has no outcome '{key.Text}'{Suggestion.For(key.Text, Outcomes.Select(known => known.Word))}");
            if (target is YamlText { IsMissing: false } name)
            {
                exits.Add(new PlanExit(outcome.Meaning, name));
                continue;
            }

            findings.Add(target, FindingCodes.WrongType, $"what follows '{key.Text}' is {target.Described}; expected the name of a flow, next or end");
            _isGuessing = true;
        }

        return exits;
    }

    private void ResolveExits()
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            foreach (var exit in _steps[i].Exits)
            {
                switch (exit.Target.Text)
                {
                    case End:
                        break;
                    case Next when i + 1 < _steps.Count && _steps[i + 1].Flow == _steps[i].Flow:
                        exit.To = i + 1;
                        break;
                    case Next:
                        findings.Add(exit.Target, FindingCodes.UnknownFlow, "no step follows this one; expected the name of a flow or end");
                        break;
                    default:
                        exit.To = FlowOf(exit.Target, [End, Next]);
                        break;
                }
            }
        }
    }

    private Dictionary<string, int> ReadNumbers(YamlValue? value)
    {
        var entries = new Dictionary<string, int>(StringComparer.Ordinal);
        if (value is null) return entries;
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"numbers is {value.Described}; expected a map of numbers to flows");
            _isGuessing = true;
            return entries;
        }

        foreach (var (number, target) in map.Entries)
        {
            if (!Names.IsDialled(number.Text))
                findings.Add(number, FindingCodes.WrongValue, $"'{number.Text}' is no number; expected 1 to 15 digits, with a plus in front or without");
            else if (extensions.ContainsKey(number.Text))
                findings.Add(number, FindingCodes.Ambiguous, $"number '{number.Text}' is an extension too; expected a number of its own");
            if (target is YamlText { IsMissing: false } name)
            {
                entries.Add(number.Text, FlowOf(name, []));
                continue;
            }

            findings.Add(target, FindingCodes.WrongType, $"number '{number.Text}' is {target.Described}; expected the name of a flow");
            _isGuessing = true;
        }

        return entries;
    }

    /// <summary>First step of a flow. An unknown name counts as the one that was probably meant, so that this is not found unreachable as well.</summary>
    private int FlowOf(YamlText name, string[] words)
    {
        if (_flows.TryGetValue(name.Text, out var step)) return step;
        findings.Add(name, FindingCodes.UnknownFlow, $"unknown flow '{name.Text}'{Suggestion.For(name.Text, [.. _flows.Keys, .. words])}");
        if (Suggestion.Nearest(name.Text, _flows.Keys) is { } meant) return _flows[meant];
        _isGuessing = true;
        return PlanExit.End;
    }

    private Dictionary<string, BridgeStep> Compile(Dictionary<string, int> entries)
    {
        var compiled = new BridgeStep[_steps.Count];
        var tables = new OutcomeTable[_steps.Count];
        for (var i = 0; i < compiled.Length; i++)
        {
            tables[i] = new OutcomeTable();
            compiled[i] = new BridgeStep { Targets = _steps[i].Options.Targets, RingFor = _steps[i].Options.RingFor, Next = tables[i].Next };
        }

        for (var i = 0; i < compiled.Length; i++)
        {
            foreach (var exit in _steps[i].Exits)
            {
                if (exit.To != PlanExit.End) tables[i].Set(exit.Outcome, compiled[exit.To]);
            }
        }

        return entries.ToDictionary(entry => entry.Key, entry => compiled[entry.Value], StringComparer.Ordinal);
    }

    /// <summary>What follows each outcome of one step.</summary>
    private sealed class OutcomeTable
    {
        private readonly BridgeStep?[] _next = new BridgeStep?[Outcomes.Length];

        public void Set(DialOutcome outcome, BridgeStep step) => _next[(int)outcome] = step;

        public BridgeStep? Next(DialOutcome outcome) => _next[(int)outcome];
    }
}
