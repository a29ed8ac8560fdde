using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Generators.Tests;

/// <summary>Values of a plan, written down as texts, lists and maps.</summary>
internal sealed class TreeValues(IReadOnlyList<(string Key, object Value)> entries) : OptionValues
{
    public override IReadOnlyList<string> Keys => [.. entries.Select(entry => entry.Key)];

    public static TreeValues Of(params (string Key, object Value)[] entries) => new(entries);

    public override bool Has(string name) => entries.Any(entry => entry.Key == name);

    public override string Text(string name) => (string)Find(name);

    public override IReadOnlyList<string> Texts(string name) => Find(name) is string one ? [one] : (string[])Find(name);

    public override PlanFile File(string path) => new(path, default);

    public override OptionValues Map(string name) => (OptionValues)Find(name);

    public override IReadOnlyList<OptionValues> Maps(string name) => Find(name) is OptionValues one ? [one] : (TreeValues[])Find(name);

    private object Find(string name) => entries.First(entry => entry.Key == name).Value;
}
