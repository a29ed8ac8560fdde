using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads <c>variables</c>: each a type, or a map of type and default.</summary>
internal static class VariablesReader
{
    private static readonly string[] Keys = ["type", "default"];

    /// <summary>Declares them in the scope, with their defaults.</summary>
    public static void Read(IReadOnlyList<YamlEntry> entries, PlanScope scope)
    {
        foreach (var (name, value) in entries)
        {
            if (!PlanNames.IsIdentifier(name.Text))
                scope.Findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a variable; expected lower-case letters, digits and hyphens, a letter first");
            else if (VariableTypes.BuiltIn.ContainsKey(name.Text))
                scope.Findings.Add(name, FindingCodes.WrongValue, $"variable '{name.Text}' is the switch's own; expected another name");
            var what = $"variable '{name.Text}'";
            var map = value is YamlMap ? MapReader.Open(value, what, Keys, scope.Findings) : null;
            var typeValue = map is null ? value : map.Require("type", "text, integer, number or the like");
            var type = typeValue is null ? VariableType.Text : ValueReader.OneOf(typeValue, "the type of " + what, VariableTypes.Words, scope.Findings) ?? VariableType.Text;
            scope.Variables[name.Text] = type;
            if (map?.Find("default") is { } given && ReadDefault(given, type, what, scope) is { } text) scope.Defaults[name.Text] = text;
        }
    }

    private static string? ReadDefault(YamlValue value, VariableType type, string what, PlanScope scope)
    {
        if (value is YamlText text && TextTemplate.Parse(text.Text, out _) is not null)
        {
            scope.Findings.Add(value, FindingCodes.WrongValue, $"the default of {what} is {value.Described}; expected a value, without variables");
            return null;
        }

        return new ScalarReader(scope, new StepDraft("", value.Place, null)).Read(value, VariableTypes.SchemaOf(type), "the default of " + what) as string;
    }
}
