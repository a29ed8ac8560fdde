using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>A rule of an upper layer that no plan below it may break.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">The layer, for findings: <c>the platform</c>.</param>
internal abstract record LockedRule(string Name, string Layer)
{
    private static readonly string[] Kinds = ["reach", "block", "before", "keep"];
    private static readonly string[] Keys = [.. Kinds, "pass", "by"];

    /// <summary>What findings begin with.</summary>
    protected string Broken => $"rule '{Name}' of {Layer} is broken: ";

    /// <summary>Reports where a plan breaks the rule, with the way there.</summary>
    public abstract void Check(RuledGraph graph);

    /// <summary>Reads <c>locked</c>: rules by name, each a map of one kind.</summary>
    public static List<LockedRule> Read(IReadOnlyList<YamlEntry> entries, string layer, FileFindings findings)
    {
        var rules = new List<LockedRule>();
        foreach (var (name, value) in entries)
        {
            if (!PlanNames.IsIdentifier(name.Text)) findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a rule; expected lower-case letters, digits and hyphens, a letter first");
            if (MapReader.Open(value, $"rule '{name.Text}'", Keys, findings) is not { } map) continue;
            var kinds = Kinds.Where(kind => map.Find(kind) is not null).ToArray();
            if (kinds.Length == 1) rules.Add(ReadOne(name.Text, layer, kinds[0], map, findings));
            else findings.Add(value, FindingCodes.WrongValue, $"rule '{name.Text}' has {(kinds.Length == 0 ? "none" : "several")} of reach, block, before and keep; expected one of them");
        }

        return rules;
    }

    private static LockedRule ReadOne(string name, string layer, string kind, MapReader map, FileFindings findings)
    {
        var value = map.Find(kind)!;
        switch (kind)
        {
            case "reach":
                return new ReachRule(name, layer, Texts(value, kind, "numbers such as [\"911\"]", PlanNames.IsDialled, findings));
            case "block":
                return new BlockRule(name, layer, Texts(value, kind, "what numbers begin with, such as [\"+1900\"]", PlanNames.IsDialled, findings));
            case "keep":
                return new KeepRule(name, layer, Texts(value, kind, "names of flows, codes and numbers", static _ => true, findings));
            default:
                var before = ValueReader.Text(value, "before", findings) ?? "";
                var pass = map.Require("pass", "the step that has to come first") is { } needed ? ValueReader.Text(needed, "pass", findings) ?? "" : "";
                return new BeforeRule(name, layer, before, pass, map.Find("by") is { } by ? ValueReader.Text(by, "by", findings) : null);
        }
    }

    private static string[] Texts(YamlValue value, string what, string expected, Func<string, bool> isGood, FileFindings findings)
    {
        var texts = new List<string>();
        foreach (var item in ValueReader.OneOrMore(value, what, expected, 1000, findings))
        {
            if (ValueReader.Text(item, what, findings) is not { } text) continue;
            if (isGood(text)) texts.Add(text);
            else findings.Add(item, FindingCodes.WrongValue, $"{what} is '{text}'; expected {expected}");
        }

        return [.. texts];
    }
}
