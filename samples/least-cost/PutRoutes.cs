using System.Text;
using Softswitch.Sdk;

namespace Sample.LeastCost;

/// <summary>Replaces the account's table: <c>PUT /x/sample.least-cost/routes</c>.</summary>
[HttpEndpoint("PUT", "routes")]
public sealed class PutRoutes(IKeyValueStore store) : IHttpEndpoint
{
    /// <inheritdoc/>
    public async ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation)
    {
        var table = Encoding.UTF8.GetString(query.Body.Span);
        try
        {
            Route.Parse(table);
        }
        catch (FormatException e)
        {
            return HttpReply.Text(e.Message) with { Status = 400 };
        }

        await store.SetAsync(Route.Key, table, cancellation);
        return HttpReply.Of(204);
    }
}
