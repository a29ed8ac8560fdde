using System.Text;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Engine;

/// <summary>Options of a place in a plan with the values of one call's variables at their <c>{name}</c>; a variable without a value is empty.</summary>
/// <param name="options">What the plan says.</param>
/// <param name="variables">The call's variables.</param>
public sealed class FilledOptions(OptionValues options, ICallVariables variables) : OptionValues
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys => options.Keys;

    /// <inheritdoc/>
    public override bool Has(string name) => options.Has(name);

    /// <inheritdoc/>
    public override string Text(string name) => Fill(options.Text(name), variables);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts(string name) => [.. options.Texts(name).Select(text => Fill(text, variables))];

    /// <inheritdoc/>
    public override PlanFile File(string path) => options.File(path);

    /// <inheritdoc/>
    public override OptionValues Map(string name) => new FilledOptions(options.Map(name), variables);

    /// <inheritdoc/>
    public override IReadOnlyList<OptionValues> Maps(string name) => [.. options.Maps(name).Select(map => new FilledOptions(map, variables))];

    /// <summary>Options with the values of one call's variables.</summary>
    public static OptionValues Of(OptionValues options, ICallVariables variables) =>
        options is PlanOptions plan ? plan.Fill(name => variables[name]) : new FilledOptions(options, variables);

    /// <summary>A text with the values of variables at their <c>{name}</c>.</summary>
    public static string Fill(string text, ICallVariables variables)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return text;
        var filled = new StringBuilder(text.Length + 16);
        var at = 0;
        while (open >= 0 && text.IndexOf('}', open) is var close and > 0)
        {
            filled.Append(text, at, open - at).Append(variables[text[(open + 1)..close]]);
            at = close + 1;
            open = text.IndexOf('{', at);
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }
}
