using System.Text;
using Softswitch.Sdk;

namespace Sample.QuietHours;

/// <summary>Says when an extension is not to be disturbed: <c>PUT /x/sample.quiet-hours/hours/100</c>.</summary>
[HttpEndpoint("PUT", "hours/{extension}")]
public sealed class PutHours(IKeyValueStore store, IDirectory directory) : IHttpEndpoint
{
    /// <inheritdoc/>
    public async ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetString(query.Body.Span);
        if (directory.FindExtension(query.Path["extension"]) is not { } extension) return HttpReply.Of(404);
        if (DailyHours.Parse(text) is null) return HttpReply.Text($"'{text}' are no hours; expected 22:00-07:00") with { Status = 400 };
        await store.SetAsync(QuietHours.Hours + extension.Number, text, cancellation);
        return HttpReply.Of(204);
    }
}
