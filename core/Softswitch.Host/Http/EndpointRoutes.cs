using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Services;
using Softswitch.Sdk;

namespace Softswitch.Host.Http;

/// <summary>
/// What is answered below <c>/x/</c>: the key is checked, the endpoint found, and the plugin asked. Whatever comes of the plugin, no trace of it goes out.
/// </summary>
/// <param name="accounts">The accounts, whose keys are asked for.</param>
/// <param name="endpoints">The plugins' endpoints.</param>
/// <param name="clock">Time for limits.</param>
/// <param name="logger">For endpoints that fail.</param>
internal sealed class EndpointRoutes(IAccountDirectory accounts, IPluginEndpoints endpoints, TimeProvider clock, ILogger logger)
{
    /// <summary>Longest body, bytes.</summary>
    public const int LongestBody = 1_000_000;

    /// <summary>Longest body of an answer, bytes.</summary>
    public const int LongestAnswer = 10_000_000;

    private const double RequestsPerSecond = 50;
    private const int RequestsAtOnce = 100;
    private const double FailuresPerSecond = 0.2;
    private const int FailuresAtOnce = 20;

    private readonly RateLimits _requests = new(RequestsPerSecond, RequestsAtOnce, clock);
    private readonly RateLimits _failures = new(FailuresPerSecond, FailuresAtOnce, clock);

    /// <summary>The answer; it never throws for what comes from the network or from a plugin.</summary>
    public async Task<PluginAnswer> AnswerAsync(PluginRequest request, CancellationToken cancellation)
    {
        var source = request.From.ToString();
        // Who guesses keys is soon told nothing any more.
        if (!_failures.HasLeft(source)) return PluginAnswer.TooMany;
        if (Authenticate(request) is not var (account, key))
        {
            _failures.TryTake(source);
            return PluginAnswer.Unauthorized;
        }

        if (!_requests.TryTake(account.Id + "/" + key.Name)) return PluginAnswer.TooMany;
        var (plugin, path) = SplitPlugin(request.Path);
        if (!key.Allows(plugin)) return PluginAnswer.Plain(403, "The key is not good for this plugin.");
        if (endpoints.Find(account.Id, plugin) is not { } known || EndpointPath.Split(path) is not { } segments) return PluginAnswer.NotFound;
        var (endpoint, values) = Choose(known, request.Method, segments, out var allowed);
        if (endpoint is null) return allowed.Count == 0 ? PluginAnswer.NotFound : PluginAnswer.Plain(405, "Another method.") with { Allow = string.Join(", ", allowed) };
        if (await request.ReadBody(cancellation) is not { } body) return PluginAnswer.Plain(413, $"The body has more than {LongestBody} bytes.");

        var query = new HttpQuery { Account = account.Id, Path = values!, Parameters = request.Parameters, Headers = request.Headers, Body = body };
        return await AskAsync(plugin, endpoint, query, cancellation);
    }

    private async Task<PluginAnswer> AskAsync(string plugin, PluginEndpoint endpoint, HttpQuery query, CancellationToken cancellation)
    {
        try
        {
            return Check(await endpoints.AnswerAsync(plugin, endpoint.Name, query, cancellation)) ?? throw new PluginCodeException("it gave no proper answer");
        }
        catch (Exception e) when (e is PluginCodeException or TimeoutException)
        {
            logger.LogWarning("Endpoint {Endpoint} of plugin {Plugin} failed for {Account}: {Reason}", endpoint.Name, plugin, query.Account, e.Message);
            return PluginAnswer.Plain(500, "The endpoint failed.");
        }
    }

    /// <summary>An answer that HTTP can carry; null where it is none.</summary>
    private static PluginAnswer? Check(HttpReply? reply)
    {
        if (reply is not { Status: >= 200 and <= 599 } || reply.Body.Length > LongestAnswer) return null;
        if (reply.ContentType is { } type && (type.Length is 0 or > 200 || type.Any(letter => letter is < ' ' or > '~'))) return null;
        // RFC 9110 §15: these have no body.
        return reply is { Status: 204 or 205 or 304, Body.Length: > 0 } ? null : new PluginAnswer(reply.Status, reply.ContentType, reply.Body);
    }

    private (Account Account, ApiKey Key)? Authenticate(PluginRequest request)
    {
        if (request.Credentials is not var (name, secret) || accounts.Find(name) is not { } account) return null;
        foreach (var key in account.ApiKeys)
        {
            if (key.Matches(secret)) return (account, key);
        }

        return null;
    }

    private static (string Plugin, string Path) SplitPlugin(string path)
    {
        var rest = path[PluginRequest.Prefix.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
    }

    private static (PluginEndpoint? Endpoint, Dictionary<string, string>? Values) Choose(IReadOnlyList<PluginEndpoint> endpoints, string method, string[] segments, out List<string> allowed)
    {
        allowed = [];
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Path.Match(segments) is not { } values) continue;
            if (endpoint.Method == method) return (endpoint, values);
            allowed.Add(endpoint.Method);
        }

        return (null, null);
    }
}

/// <summary>What is answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type of the body, or null.</param>
/// <param name="Body">The body.</param>
internal sealed record PluginAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>There is nothing here.</summary>
    public static PluginAnswer NotFound { get; } = Plain(404, "There is no such endpoint.");

    /// <summary>Who asks is not known.</summary>
    public static PluginAnswer Unauthorized { get; } = Plain(401, "Name the account and one of its keys.");

    /// <summary>Too much is asked.</summary>
    public static PluginAnswer TooMany { get; } = Plain(429, "Too many requests.");

    /// <summary>For 405: methods that are allowed.</summary>
    public string? Allow { get; init; }

    /// <summary>A line of text.</summary>
    public static PluginAnswer Plain(int status, string text) => new(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text + "\n"));
}
