using System.Collections.Immutable;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads the plan of an account, or a layer above accounts: names first, then what they stand for, then how it hangs together.</summary>
internal sealed class PlanBuilder
{
    private const int MaximumSteps = 1000;

    private readonly PlanLanguage _language;
    private readonly PlanDocument _document;
    private readonly IReadOnlyDictionary<string, YamlText?> _extensions;
    private readonly PlanLayer? _above;
    private readonly PlanScope _scope;
    private readonly string? _layer;

    // Layers whose flows the plan has put its own in the place of, read anew so that they lead to those.
    private readonly List<PlanPart> _upper = [];

    public PlanBuilder(PlanLanguage language, PlanDocument document, string? layer, IReadOnlyDictionary<string, YamlText?> extensions, PlanLayer? above)
    {
        _language = language;
        _document = document;
        _layer = layer;
        _extensions = extensions;
        _above = above;
        _scope = ScopeOf(document, document.Findings);
    }

    /// <summary>The reseller of the account, as its file has it, or whose layer it is; null for none.</summary>
    private string? Reseller => _layer is null ? (_document.Find("reseller") as YamlText)?.Text : _document.Account?.Text is { } name and not PlanLayer.Platform ? name : null;

    /// <summary>Plugins that are used here and above; accounts that use none of their own share the layer's.</summary>
    private ImmutableArray<PlanUse> Uses => _scope.Uses.Count == 0 ? _above?.Uses ?? [] : [.. _above?.Uses ?? [], .. _scope.Uses];

    /// <summary>What the plugins offer beside steps that it uses, and the layers above do.</summary>
    private IEnumerable<PointType> Points => _scope.Points.UnionBy(_above?.Points ?? [], point => (point.Kind, point.Name));

    /// <summary>The account's plan; null where there are findings.</summary>
    public Plan? BuildPlan(int version)
    {
        if (Read() is not { } own) return null;
        var extensions = ResolveExtensions();
        var onError = FlowNamed("on-error");
        var entries = Effective(own);
        var ways = entries.Ways.Concat(extensions.Ways).ToList();
        if (onError is not null) ways.Add(new PlanEntry("the flow for errors", _document.Find("on-error")!.Place, onError, []));
        PlanGraph.Check([.. own.Steps], own.Flows.Flows, ways, _scope);
        if (_above is not null) LayerUses.Check(_above, own.Choice, ways, _scope.Findings);
        var rules = _above?.Rules ?? [];
        if (rules.Count > 0 && _scope.Findings.Count == 0)
        {
            var graph = new RuledGraph(entries, ways, onError, own, _document.Start, _scope.Findings);
            foreach (var rule in rules) rule.Check(graph);
        }

        if (_scope.Findings.Count > 0 || !_document.IsWhole) return null;
        Compile(own);
        return new Plan
        {
            Account = _scope.Account,
            Version = version,
            Numbers = PlanCompiler.Numbers(entries),
            Codes = CodesOf(own, entries),
            Flows = PlanCompiler.Flows(_scope.Flows),
            Extensions = PlanCompiler.Extensions(extensions.Firsts, _language),
            OnError = onError?.Node,
            Variables = PlanCompiler.Variables(_scope),
            Defaults = PlanCompiler.Defaults(_scope),
            Uses = Uses,
            Directories = [.. Points.Where(point => point.Kind == Reference.Directory)],
            Blocked = [.. rules.OfType<BlockRule>().SelectMany(rule => rule.Prefixes)],
        };
    }

    /// <summary>The layer; null where there are findings.</summary>
    public PlanLayer? BuildLayer(string name)
    {
        var rules = LockedRule.Read(_document.Entries("locked", "rules by name"), name, _scope.Findings);
        var grants = GrantsReader.Read(_document.Entries("grants", "plugins to what accounts may do with them"), Reseller is null, _scope.Findings);
        // Flows of a layer may be there for accounts to lead to.
        _scope.IsGuessing = true;
        if (Read() is not { } own) return null;
        var entries = Effective(own);
        PlanGraph.Check([.. own.Steps], own.Flows.Flows, [.. entries.Ways], _scope);
        if (_scope.Findings.Count > 0 || !_document.IsWhole) return null;
        Compile(own);
        return new PlanLayer
        {
            Documents = [.. _above?.Documents ?? [], (_document, name)],
            Plugins = [.. (_above?.Plugins ?? []).Union(_document.Plugins)],
            Uses = Uses,
            Points = [.. Points],
            Flows = _scope.Flows,
            Entries = entries,
            Table = CodesOf(own, entries),
            Placeholders = _scope.Placeholders,
            Variables = _scope.Variables,
            Defaults = _scope.Defaults,
            Rules = [.. _above?.Rules ?? [], .. rules],
            Grants = (_above?.Grants ?? PlanGrants.Open).With(grants, Reseller is null),
        };
    }

    private PlanPart? Read()
    {
        var overrides = _above is not null && _document.Find("flows") is YamlMap flows && flows.Entries.Any(flow => _above.Flows.ContainsKey(flow.Key.Text));
        if (overrides)
        {
            foreach (var (document, layer) in _above!.Documents) _upper.Add(new PlanPart(_language, document, ScopeOf(document, new FileFindings(""), _scope), layer, null));
        }
        else if (_above is not null)
        {
            foreach (var (name, flow) in _above.Flows) _scope.Flows.Add(name, flow);
        }

        var own = new PlanPart(_language, _document, _scope, _layer, _above);
        PlanPart[] parts = [.. _upper, own];
        foreach (var part in parts) part.Register();
        foreach (var part in parts) part.ReadBodies();
        if (own.Steps.Count() is > MaximumSteps and var count)
        {
            _scope.Findings.Add(_document.Find("flows") ?? _document.Find("codes")!, FindingCodes.TooLarge, $"{count} steps; expected at most {MaximumSteps} in an account");
            return null;
        }

        foreach (var part in parts) part.Resolve();
        return own;
    }

    private EffectiveEntries Effective(PlanPart own)
    {
        var above = _upper.Count == 0 ? _above?.Entries ?? EffectiveEntries.None : _upper.Aggregate(EffectiveEntries.None, (entries, part) => entries.With(part.Entries));
        return above.With(own.Entries);
    }

    private void Compile(PlanPart own) => PlanCompiler.Compile([.. _upper.SelectMany(part => part.Steps), .. own.Steps]);

    private PlanCodes CodesOf(PlanPart own, EffectiveEntries entries)
    {
        // A table of its own where the layers' steps are its own.
        if (_upper.Count > 0) return PlanCompiler.Codes(entries.Codes, null, []);
        var above = _above?.Table;
        return above is not null && own.Entries.IsEmpty ? above : PlanCompiler.Codes(own.Entries.Codes, above, own.Entries.Hidden);
    }

    private PlanScope ScopeOf(PlanDocument document, FileFindings findings, PlanScope? shared = null) =>
        new(findings, _document.Account?.Text ?? "", _language.Resources)
        {
            Files = document.Files,
            Reseller = Reseller,
            TargetProblem = _language.TargetProblem,
            Extensions = [.. _extensions.Keys],
            Flows = shared?.Flows ?? new Dictionary<string, FlowDraft>(StringComparer.Ordinal),
            Numbers = shared?.Numbers ?? new HashSet<string>(_above?.Entries.Numbers.Keys ?? [], StringComparer.Ordinal),
            Placeholders = shared?.Placeholders ?? new HashSet<string>(_above?.Placeholders ?? [], StringComparer.Ordinal),
            Variables = new Dictionary<string, VariableType>(_above?.Variables ?? VariableTypes.BuiltIn, StringComparer.Ordinal),
            Defaults = new Dictionary<string, string>(_above?.Defaults ?? [], StringComparer.Ordinal),
        };

    private (Dictionary<string, StepDraft?> Firsts, List<PlanEntry> Ways) ResolveExtensions()
    {
        var all = FlowNamed("extension-flow");
        var ways = new List<PlanEntry>();
        if (all is not null) ways.Add(new PlanEntry("an extension", _document.Find("extension-flow")!.Place, all, []));
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
