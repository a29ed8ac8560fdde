using System.Globalization;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads one scalar of a step's options: text, kept as it is spelt, or a template where variables stand in it.</summary>
internal sealed class ScalarReader(PlanScope scope, StepDraft step)
{
    // Text as long as this is written in paragraphs.
    private const int LongText = 1000;

    /// <summary>The text, or a <see cref="TextTemplate"/>; null, and a finding, where it is wrong.</summary>
    public object? Read(YamlValue value, ScalarSchema schema, string what)
    {
        if (value is not YamlText text || (text.IsMissing && !(schema is { Kind: ScalarKind.Text, MinLength: 0 } && text.IsQuoted)))
        {
            scope.Findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {Expected(schema)}{Unquoted(value)}");
            return null;
        }

        if (TextTemplate.Parse(text.Text, out var literal) is { } template) return ReadTemplate(text, template, schema, what);
        if (schema.Reference == Reference.File) return FileOf(text, literal, what);
        return IsGood(text, literal, schema, what) ? literal : null;
    }

    /// <summary>What may stand at a place, in words.</summary>
    public static string Expected(ScalarSchema schema) => schema.Kind switch
    {
        ScalarKind.Boolean => "true or false",
        ScalarKind.Integer => "a whole number" + Range(schema),
        ScalarKind.Decimal => "a number" + Range(schema),
        ScalarKind.Duration => $"a duration of {ValueReader.Format(schema.Shortest)} to {ValueReader.Format(schema.Longest)}",
        ScalarKind.Time => "a time of day such as 08:30",
        ScalarKind.Date => "a date such as 2026-12-25",
        ScalarKind.Target => "ext:NUMBER, a telephone number, or sip:USER@HOST",
        ScalarKind.Prompt => "the name of a prompt",
        ScalarKind.Word => Words(schema.Words),
        _ => schema.Reference switch
        {
            Reference.Extension => "the number of an extension",
            Reference.Number => "a number of the account",
            Reference.Flow => "the name of a flow",
            Reference.TimeZone => "a time zone such as Europe/Brussels",
            Reference.File => "the name of a file beside the plan",
            Reference.Variable => "the name of a variable",
            { } point when PointKinds.Has(point) => $"the name of a {PointKinds.WordOf(point)} of a plugin",
            _ => "text",
        },
    };

    private TextTemplate? ReadTemplate(YamlText text, TextTemplate template, ScalarSchema schema, string what)
    {
        var types = new List<VariableType>();
        foreach (var name in template.Names)
        {
            step.Variables.Add((name, text.Place));
            if (scope.VariableOf(name, text.Place) is { } type) types.Add(type);
        }

        // An unknown variable has been reported; what it would have been is nobody's guess.
        if (types.Count < template.Names.Count()) return null;
        if (schema is { Kind: ScalarKind.Text, Reference: null }) return template;
        if (template.IsOneVariable && VariableTypes.Fits(types[0], schema)) return template;
        if (schema.Kind == ScalarKind.Target && types.TrueForAll(type => type is VariableType.Number or VariableType.Extension or VariableType.Integer)
            && DialTarget.TryParse(template.Fill(static _ => "1"), out _)) return template;
        var problem = template.IsOneVariable
            ? $"{what} is '{template.Source}', a variable of type {Array.Find(VariableTypes.Words, word => word.Meaning == types[0]).Word}; expected {Expected(schema)}"
            : $"{what} is '{template.Source}'; expected {Expected(schema)}, or one variable and nothing else";
        scope.Findings.Add(text, FindingCodes.WrongValue, problem);
        return null;
    }

    private bool IsGood(YamlText value, string text, ScalarSchema schema, string what)
    {
        switch (schema.Kind)
        {
            case ScalarKind.Duration:
                return ValueReader.Duration(value, what, schema.Shortest, schema.Longest, scope.Findings) is not null;
            case ScalarKind.Boolean when text is "true" or "yes" or "false" or "no":
            case ScalarKind.Time when TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
            case ScalarKind.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
            case ScalarKind.Word when schema.Words.Contains(text):
                return true;
            case ScalarKind.Boolean or ScalarKind.Time or ScalarKind.Date:
                return Wrong(value, $"{what} is '{text}'; expected {Expected(schema)}");
            case ScalarKind.Word:
                return Wrong(value, $"{what} is '{text}'{Suggestion.For(text, schema.Words)}");
            case ScalarKind.Integer or ScalarKind.Decimal:
                return IsNumber(value, text, schema, what);
            case ScalarKind.Target:
                return IsTarget(value, text, what);
            case ScalarKind.Prompt:
                return IsPrompt(value, text, what);
            default:
                return schema.Reference is { } reference ? Exists(value, text, reference, what) : IsText(value, text, schema, what);
        }
    }

    private bool IsText(YamlText value, string text, ScalarSchema schema, string what)
    {
        if (text.Length < schema.MinLength || text.Length > schema.MaxLength)
        {
            var bounds = schema.MinLength <= 1 || text.Length > schema.MaxLength ? $"at most {schema.MaxLength}" : $"at least {schema.MinLength}";
            if (text.Length == 0) scope.Findings.Add(value, FindingCodes.WrongType, $"{what} is empty; expected text");
            else scope.Findings.Add(value, FindingCodes.OutOfRange, $"{what} is {text.Length} characters long; expected {bounds}");
            return false;
        }

        if (text.Any(letter => char.IsControl(letter) && !(schema.MaxLength >= LongText && letter is '\n' or '\t')))
            return Wrong(value, $"{what} holds a control character; expected plain text");
        return schema.Pattern is null || Matches(schema.Pattern, text) || Wrong(value, $"{what} is '{text}'; expected text of the form {Form(schema.Pattern)}");
    }

    private bool IsNumber(YamlText value, string text, ScalarSchema schema, string what)
    {
        var style = schema.Kind == ScalarKind.Integer ? NumberStyles.AllowLeadingSign : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number))
        {
            scope.Findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {Expected(schema)}");
            return false;
        }

        // Where nothing is said, what does not fit in C#'s own types is out of range.
        var least = schema.Minimum ?? (schema.Kind == ScalarKind.Integer ? int.MinValue : decimal.MinValue);
        var most = schema.Maximum ?? (schema.Kind == ScalarKind.Integer ? int.MaxValue : decimal.MaxValue);
        if (number >= least && number <= most) return true;
        scope.Findings.Add(value, FindingCodes.OutOfRange, $"{what} is {text}; expected {Expected(schema with { Minimum = least, Maximum = most })}");
        return false;
    }

    private bool IsTarget(YamlText value, string text, string what)
    {
        if (!DialTarget.TryParse(text, out var target))
        {
            var meant = text.Contains('@', StringComparison.Ordinal) && !text.StartsWith("sip", StringComparison.OrdinalIgnoreCase) ? $"; did you mean 'sip:{text}'?" : "; expected ext:NUMBER, a telephone number, or sip:USER@HOST";
            return Wrong(value, $"{what} is '{text}'{meant}");
        }

        if (target.Kind == DialTargetKind.Extension && !scope.Extensions.Contains(target.Value)) return UnknownExtension(value, target.Value);
        if (scope.TargetProblem(target) is { } problem) return Wrong(value, problem);
        step.Targets.Add((target, value.Place));
        return true;
    }

    private bool IsPrompt(YamlText value, string text, string what)
    {
        if (!Prompt.TryParse(text, out _)) return Wrong(value, $"{what} is '{text}', which is no name of a prompt; expected lower-case letters, digits, - and _, in folders by /");
        if (scope.Resources.HasPrompt(scope.Account, text) != false) return true;
        scope.Findings.Add(value, FindingCodes.UnknownPrompt, $"unknown prompt '{text}'{Suggestion.For(text, scope.Resources.Prompts(scope.Account))}");
        return false;
    }

    private bool Exists(YamlText value, string text, Reference reference, string what)
    {
        switch (reference)
        {
            case Reference.Extension:
                return scope.Extensions.Contains(text) || UnknownExtension(value, text);
            case Reference.Flow:
                // What it is is known once all flows are read.
                step.FlowUses.Add(new FlowUse(value));
                return true;
            case Reference.Variable:
                if (VariableTypes.BuiltIn.ContainsKey(text)) return Wrong(value, $"{what} is '{text}', which is the switch's own and cannot be set; expected a variable of the plan");
                return scope.VariableOf(text, value.Place) is not null;
            case Reference.Number:
                return scope.Numbers.Contains(text) || Unknown(value, $"unknown number '{text}'{Suggestion.For(text, scope.Numbers)}");
            case Reference.TimeZone:
                return scope.Resources.HasTimeZone(text)
                    || Unknown(value, $"unknown time zone '{text}'{Suggestion.For(text, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))}");
            case var point when PointKinds.Has(point):
                return IsPoint(value, text, point);
            default:
                throw new InvalidOperationException($"{reference} is read otherwise.");
        }
    }

    private bool IsPoint(YamlText value, string text, Reference kind)
    {
        var word = PointKinds.WordOf(kind);
        if (scope.Points.Find(point => point.Kind == kind && point.Name == text) is { } known)
        {
            step.Points.Add(known);
            return true;
        }

        if (scope.UnusedPoints.Find(point => point.Kind == kind && point.Name == text) is { } unused) return Unknown(value, $"{word} '{text}' belongs to {UsesReader.Missing(unused.Plugin, unused.PluginVersion)}");
        var all = scope.Points.Concat(scope.UnusedPoints).Where(point => point.Kind == kind).Select(point => point.Name);
        return Unknown(value, $"unknown {word} '{text}'{Suggestion.For(text, all)}");
    }

    /// <summary>A file with what stands in it, for it is part of the plan; its name alone where files are not known.</summary>
    private object? FileOf(YamlText value, string path, string what)
    {
        if (!PlanContents.IsInside(path))
        {
            Wrong(value, $"{what} is '{path}', which leads out of the account's folder; expected the name of a file beside the plan");
            return null;
        }

        if (scope.Files is not { } files) return path;
        if (files.FirstOrDefault(file => file.Path == path) is { } found) return found;
        Unknown(value, $"there is no file '{path}' beside the plan{Suggestion.For(path, files.Select(file => file.Path))}");
        return null;
    }

    private bool UnknownExtension(YamlText value, string number)
    {
        scope.Findings.Add(value, FindingCodes.UnknownExtension, $"unknown extension '{number}'{Suggestion.For(number, scope.Extensions)}");
        return false;
    }

    private bool Unknown(YamlText value, string problem)
    {
        scope.Findings.Add(value, FindingCodes.UnknownReference, problem);
        return false;
    }

    private bool Wrong(YamlText value, string problem)
    {
        scope.Findings.Add(value, FindingCodes.WrongValue, problem);
        return false;
    }

    // Unquoted, {name} is a map to YAML.
    private static string Unquoted(YamlValue value) =>
        value is YamlMap { Entries: [{ Value: YamlText { IsMissing: true } } entry] } ? $"; did you mean \"{{{entry.Key.Text}}}\", in quotes?" : "";

    private static string Words(IReadOnlyCollection<string> words) => words.Count <= 12 ? string.Join(" or ", words) : $"{string.Join(", ", words.Take(10))} or another of {words.Count} words";

    private static string Range(ScalarSchema schema) => (schema.Minimum, schema.Maximum) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $" of {least} or more"),
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $" of at most {most}"),
        _ => "",
    };

    private static string Form(Regex pattern) => pattern.ToString() is ['\\', 'A', '(', '?', ':', .. var inner, ')', '\\', 'z'] ? inner : pattern.ToString();

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
