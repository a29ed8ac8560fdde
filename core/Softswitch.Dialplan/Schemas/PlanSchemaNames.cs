using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Schemas;

/// <summary>What an account has that its files can name.</summary>
public sealed record PlanSchemaNames
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>Its extensions.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>Its flows, and those of the layers above.</summary>
    public required IReadOnlyList<string> Flows { get; init; }

    /// <summary>Its numbers.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>Its variables.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>Prompts it can play.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>Files beside its plan.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Plugins it may use.</summary>
    public required IReadOnlyList<PluginType> Plugins { get; init; }

    /// <summary>Steps it may use.</summary>
    public required IReadOnlyList<StepType> Steps { get; init; }

    /// <summary>What is in an account's files, right or wrong: editors are needed most where something is wrong.</summary>
    public static PlanSchemaNames Of(PlanDocument document, PlanLanguage language, PlanLayer? above)
    {
        var account = document.Account?.Text ?? "";
        var reseller = (document.Find("reseller") as YamlText)?.Text;
        PluginType[] plugins = [.. PluginChoice.OfAccount(language.Catalogue, account, reseller, above?.Grants ?? PlanGrants.Open).Granted.SelectMany(versions => versions)];
        return new PlanSchemaNames
        {
            Account = account,
            Extensions = Keys(document, "extensions"),
            Flows = [.. Keys(document, "flows").Union(above?.Flows.Keys ?? []).Order(StringComparer.Ordinal)],
            Numbers = [.. Keys(document, "numbers").Union(above?.Entries.Numbers.Keys ?? []).Order(StringComparer.Ordinal)],
            Variables = Keys(document, "variables"),
            Prompts = [.. language.Resources.Prompts(account).Distinct().Order(StringComparer.Ordinal)],
            Files = [.. (document.Files ?? []).Select(file => file.Path)],
            Plugins = [.. plugins.OrderBy(plugin => plugin.Id, StringComparer.Ordinal)],
            Steps = [.. language.Catalogue.KernelSteps.Concat(plugins.SelectMany(plugin => plugin.Steps)).DistinctBy(step => step.Name).OrderBy(step => step.Name, StringComparer.Ordinal)],
        };
    }

    private static List<string> Keys(PlanDocument document, string section) =>
        document.Find(section) is YamlMap map ? [.. map.Entries.Select(entry => entry.Key.Text)] : [];
}
