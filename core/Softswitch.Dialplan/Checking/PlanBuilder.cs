using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads the plan of one account: names first, then what they stand for, then how it hangs together.</summary>
internal sealed class PlanBuilder
{
    private const int MaximumSteps = 1000;

    private readonly PlanLanguage _language;
    private readonly PlanDocument _document;
    private readonly IReadOnlyDictionary<string, YamlText?> _extensions;
    private readonly PlanLayer? _above;
    private readonly PlanScope _scope;

    public PlanBuilder(PlanLanguage language, PlanDocument document, IReadOnlyDictionary<string, YamlText?> extensions, PlanLayer? above)
    {
        _language = language;
        _document = document;
        _extensions = extensions;
        _above = above;
        _scope = new PlanScope(document.Findings, document.Account?.Text ?? "", language.Resources)
        {
            TargetProblem = language.TargetProblem,
            Extensions = [.. extensions.Keys],
        };
    }

    public Plan? Build(int version)
    {
        UsesReader.Read(_document.Entries("uses", "plugins to versions"), _scope, _language.Catalogue);
        var defaults = VariablesReader.Read(_document.Entries("variables", "variables to types"), _scope);
        var flows = new FlowsReader(_scope, null);
        flows.Register(_document.Entries("flows", "flows by name"));
        var entries = new EntriesReader(_scope, null, [.. _extensions.Keys], _above);
        entries.Register(_document.Entries("numbers", "numbers to flows"), _document.Entries("codes", "codes to flows"));
        if (_document.Find("numbers") is not (null or YamlMap) || _document.Find("codes") is not (null or YamlMap)) _scope.IsGuessing = true;

        flows.ReadBodies();
        entries.ReadBodies();
        var steps = flows.Steps.Concat(entries.Steps).ToList();
        if (steps.Count > MaximumSteps)
        {
            _scope.Findings.Add(_document.Find("flows") ?? _document.Find("codes")!, FindingCodes.TooLarge, $"{steps.Count} steps; expected at most {MaximumSteps} in an account");
            return null;
        }

        foreach (var step in steps)
        {
            new ExitReader(_scope, step).Resolve();
            ExitReader.CheckHandled(step, _scope.Findings);
        }

        entries.Resolve();
        var extensions = ResolveExtensions();
        var onError = FlowNamed("on-error");
        var ways = entries.Entries.Concat(extensions.Ways).ToList();
        if (onError is not null) ways.Add(new PlanEntry("the flow for errors", _document.Find("on-error")!.Place, onError, []));
        PlanGraph.Check(steps, flows.Flows, ways, _scope);
        return _scope.Findings.Count > 0 || !_document.IsWhole
            ? null
            : new PlanCompiler(_language, _scope.Account, version).Compile(steps, flows.Flows, entries, extensions.Firsts, onError, _scope, defaults, _above);
    }

    private (Dictionary<string, StepDraft?> Firsts, List<PlanEntry> Ways) ResolveExtensions()
    {
        var all = FlowNamed("extension-flow");
        var ways = new List<PlanEntry>();
        if (all is not null) ways.Add(new PlanEntry("the flow for extensions", _document.Find("extension-flow")!.Place, all, []));
        var firsts = new Dictionary<string, StepDraft?>(_extensions.Count, StringComparer.Ordinal);
        foreach (var (number, flow) in _extensions)
        {
            var own = flow is null ? null : _scope.FlowOf(flow)?.Steps.FirstOrDefault();
            if (own is not null) ways.Add(new PlanEntry($"extension '{number}'", flow!.Place, own, []));
            firsts.Add(number, own ?? all);
        }

        return (firsts, ways);
    }

    private StepDraft? FlowNamed(string section)
    {
        switch (_document.Find(section))
        {
            case null:
                return null;
            case YamlText { IsMissing: false } name:
                return _scope.FlowOf(name)?.Steps.FirstOrDefault();
            case var other:
                _scope.Findings.Add(other, FindingCodes.WrongType, $"{section} is {other.Described}; expected the name of a flow");
                _scope.IsGuessing = true;
                return null;
        }
    }
}
