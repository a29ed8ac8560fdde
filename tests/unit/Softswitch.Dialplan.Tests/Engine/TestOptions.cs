using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>Options written in a test: text, or lists of it.</summary>
internal sealed class TestOptions(params (string Name, object Value)[] values) : OptionValues
{
    public override IReadOnlyList<string> Keys => [.. values.Select(value => value.Name)];

    public override bool Has(string name) => Array.Exists(values, value => value.Name == name);

    public override string Text(string name) => Find(name) as string ?? throw new FormatException(name);

    public override IReadOnlyList<string> Texts(string name) => Find(name) is string[] list ? list : [Text(name)];

    public override OptionValues Map(string name) => (TestOptions)Find(name);

    public override IReadOnlyList<OptionValues> Maps(string name) => [Map(name)];

    private object Find(string name) => Array.Find(values, value => value.Name == name).Value;
}
