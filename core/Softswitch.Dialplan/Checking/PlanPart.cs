using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>The flows, numbers and codes of one document: an account's own, or a layer's.</summary>
internal sealed class PlanPart
{
    private static readonly string[] Named = ["flows", "numbers", "codes"];

    private readonly PlanDocument _document;

    /// <summary>Reads what the document declares, and the names of its flows.</summary>
    public PlanPart(PlanLanguage language, PlanDocument document, PlanScope scope, string? layer, PlanLayer? above)
    {
        _document = document;
        Scope = scope;
        Choice = layer is null
            ? PluginChoice.OfAccount(language.Catalogue, scope.Account, scope.Reseller, above?.Grants ?? PlanGrants.Open)
            : PluginChoice.OfLayer(language.Catalogue, scope.Reseller);
        UsesReader.Read(document.Entries("uses", "plugins to versions"), scope, language.Catalogue, Choice);
        VariablesReader.Read(document.Entries("variables", "variables to types"), scope);
        Flows = new FlowsReader(scope, layer);
        Flows.Register(document.Entries("flows", "flows by name"));
        Entries = new EntriesReader(scope, layer, layer is null ? scope.Extensions : [], above, document.Start);
    }

    public PlanScope Scope { get; }

    /// <summary>The plugins that there are for it.</summary>
    public PluginChoice Choice { get; }

    public FlowsReader Flows { get; }

    public EntriesReader Entries { get; }

    /// <summary>Names of the flows, numbers and codes, where they stand.</summary>
    public IEnumerable<YamlText> Keys => Named.Select(_document.Find).OfType<YamlMap>().SelectMany(map => map.Entries).Select(entry => entry.Key);

    /// <summary>All steps, once they are read.</summary>
    public IEnumerable<StepDraft> Steps => Flows.Steps.Concat(Entries.Steps);

    /// <summary>Reads the names of what can be dialled.</summary>
    public void Register()
    {
        Entries.Register(_document.Entries("numbers", "numbers to flows"), _document.Entries("codes", "codes to flows"));
        if (_document.Find("numbers") is not (null or YamlMap) || _document.Find("codes") is not (null or YamlMap)) Scope.IsGuessing = true;
    }

    /// <summary>Reads the steps.</summary>
    public void ReadBodies()
    {
        Flows.ReadBodies();
        Entries.ReadBodies();
    }

    /// <summary>Finds what steps and entries lead to, once all parts have read their steps.</summary>
    public void Resolve()
    {
        foreach (var step in Steps)
        {
            new ExitReader(Scope, step).Resolve();
            ExitReader.CheckHandled(step, Scope.Findings);
        }

        Entries.Resolve();
    }
}
