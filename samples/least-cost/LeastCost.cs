using Softswitch.Sdk;

namespace Sample.LeastCost;

/// <summary>Of the routes with the longest prefix that fits, the cheapest comes first.</summary>
[CarrierSelection("least-cost")]
public sealed class LeastCost(IKeyValueStore store) : ICarrierSelection
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Carrier>> SelectAsync(CarrierQuery query, CancellationToken cancellation)
    {
        var table = (await store.GetAsync(Route.Key, cancellation))?.Value ?? "";
        var fitting = Route.Parse(table).Where(route => query.Number.TrimStart('+').StartsWith(route.Prefix, StringComparison.Ordinal)).ToList();
        var longest = fitting.Max(route => (int?)route.Prefix.Length);
        return [.. fitting.Where(route => route.Prefix.Length == longest).OrderBy(route => route.Price).Select(route => route.To(query.Number))];
    }
}
