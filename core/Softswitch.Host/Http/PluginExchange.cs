using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Softswitch.Host.Http;

/// <summary>Takes a request to a plugin from Kestrel, and gives the answer back.</summary>
internal static class PluginExchange
{
    private const int MostParameters = 200;

    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase) { "authorization", "proxy-authorization", "cookie" };

    /// <summary>Answers one request.</summary>
    public static async Task AnswerAsync(HttpContext context, string path, EndpointRoutes routes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = EndpointRoutes.LongestBody;
        var request = new PluginRequest
        {
            Method = context.Request.Method,
            Path = path,
            From = context.Connection.RemoteIpAddress ?? IPAddress.Any,
            Authorization = context.Request.Headers.Authorization is [{ } one] ? one : null,
            Parameters = context.Request.Query.Take(MostParameters).ToDictionary(pair => pair.Key, pair => pair.Value is [.., { } last] ? last : "", StringComparer.Ordinal),
            Headers = context.Request.Headers.Where(field => !Credentials.Contains(field.Key)).ToDictionary(field => field.Key.ToLowerInvariant(), field => field.Value.ToString(), StringComparer.Ordinal),
            ReadBody = cancellation => ReadBodyAsync(context.Request, cancellation),
        };
        var answer = await routes.AnswerAsync(request, context.RequestAborted);
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        if (answer.Status == 401) response.Headers.WWWAuthenticate = "Basic realm=\"softswitch\", charset=\"UTF-8\"";
        if (answer.Status == 429) response.Headers.RetryAfter = "1";
        if (answer.Allow is { } allow) response.Headers.Allow = allow;
        if (answer.ContentType is { } type) response.ContentType = type;
        // RFC 9110 §8.6: an answer that has no body by its status has no length.
        if (answer.Status is 204 or 304) return;
        response.ContentLength = answer.Body.Length;
        if (answer.Body.Length > 0) await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > EndpointRoutes.LongestBody) return null;
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellation);
            return body.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == 413)
        {
            return null;
        }
    }
}
