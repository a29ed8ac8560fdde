using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>A store in memory; the key <c>full</c> has no room.</summary>
internal sealed class MemoryStore : IKeyValueStore
{
    public Dictionary<string, StoredValue> Values { get; } = [];

    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation) => new(Values.GetValueOrDefault(key));

    public ValueTask SetAsync(string key, string value, CancellationToken cancellation)
    {
        if (key == "full") throw new StoreQuotaException("full");
        Values[key] = new StoredValue(value, (Values.GetValueOrDefault(key)?.Version ?? 0) + 1);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation) => new(false);

    public ValueTask RemoveAsync(string key, CancellationToken cancellation)
    {
        Values.Remove(key);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation) =>
        new([.. Values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order()]);
}

/// <summary>Options with lists and maps.</summary>
internal sealed class TreeOptions(Dictionary<string, object> values) : OptionValues
{
    public override IReadOnlyList<string> Keys => [.. values.Keys];

    public override bool Has(string name) => values.ContainsKey(name);

    public override string Text(string name) => (string)values[name];

    public override PlanFile File(string path) => new(path, System.Text.Encoding.UTF8.GetBytes("content of " + path));

    public override IReadOnlyList<string> Texts(string name) => (string[])values[name];

    public override OptionValues Map(string name) => (OptionValues)values[name];

    public override IReadOnlyList<OptionValues> Maps(string name) => (OptionValues[])values[name];
}
