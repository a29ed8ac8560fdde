using System.Text;
using Softswitch.Sdk;

namespace Sample.Greeting;

/// <summary>Sets the text of a day: <c>PUT /x/sample.greeting/texts/monday</c>.</summary>
[HttpEndpoint("PUT", "texts/{day}")]
public sealed class SetGreeting(IKeyValueStore store) : IHttpEndpoint
{
    /// <inheritdoc/>
    public async ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation)
    {
        await store.SetAsync("text/" + query.Path["day"], Encoding.UTF8.GetString(query.Body.Span), cancellation);
        return HttpReply.Of(204);
    }
}

/// <summary>The text of a day, its holes filled: <c>GET /x/sample.greeting/texts/monday?name=Ann</c>.</summary>
[HttpEndpoint("GET", "texts/{day}")]
public sealed class GetGreeting(IKeyValueStore store, ITemplates templates, IDirectory directory) : IHttpEndpoint
{
    /// <inheritdoc/>
    public async ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation)
    {
        if (await store.GetAsync("text/" + query.Path["day"], cancellation) is not { } text) return HttpReply.Of(404);
        var values = new Dictionary<string, object?>
        {
            ["name"] = query.Parameters.GetValueOrDefault("name", "caller"),
            ["extensions"] = directory.Extensions.Select(extension => extension.Number).ToList(),
        };
        return HttpReply.Text(templates.Render(text.Value, values));
    }
}
