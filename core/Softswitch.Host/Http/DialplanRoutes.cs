using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Softswitch.Dialplan.Yaml;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Storage;

namespace Softswitch.Host.Http;

/// <summary>
/// Publishing, for this machine only: <c>POST /publish</c> with an account's files, <c>POST /rollback?account=A&amp;version=N</c>, <c>GET /dialplans/A</c> for its versions and
/// <c>GET /dialplans/A/N</c> for the files of one.
/// </summary>
internal sealed class DialplanRoutes(AccountCatalogue accounts, ILogger logger)
{
    private const int LongestBody = 32 * 1024 * 1024;

    /// <summary>Whether a path is one of these.</summary>
    public static bool Serves(string path) => path is "/publish" or "/rollback" || path.StartsWith("/dialplans/", StringComparison.Ordinal);

    /// <summary>The answer to a request; it never throws for what comes from the network.</summary>
    public async Task<HttpAnswer> AnswerAsync(HttpQuestion question, CancellationToken cancellation)
    {
        if (!IPAddress.IsLoopback(question.From)) return new HttpAnswer(403, "Publishing is for this machine only.\n");
        var method = question.Path is "/publish" or "/rollback" ? "POST" : "GET";
        if (question.Method != method) return new HttpAnswer(405, $"Use {method}.\n", Allow: method);
        try
        {
            return question.Path switch
            {
                "/publish" => await PublishAsync(question, cancellation),
                "/rollback" => await RollbackAsync(question, cancellation),
                _ => await ReadAsync(question.Path["/dialplans/".Length..], cancellation),
            };
        }
        catch (StorageException e)
        {
            return new HttpAnswer(503, e.Message + "\n");
        }
    }

    private async Task<HttpAnswer> PublishAsync(HttpQuestion question, CancellationToken cancellation)
    {
        if (await question.Body(LongestBody) is not { } body) return new HttpAnswer(413, $"Expected at most {LongestBody} bytes.\n");
        PublishRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(body, DialplanJson.Default.PublishRequest);
        }
        catch (JsonException e)
        {
            return new HttpAnswer(400, $"The body is no such JSON: {e.Message}\n");
        }

        if (request?.Files is not { Count: > 0 } files || files.All(file => file.IsTest)) return new HttpAnswer(400, "There is no file.\n");
        if (request.Wrong is { } wrong) return new HttpAnswer(400, wrong + "\n");
        return Answer(await accounts.PublishAsync(request.Contents, "publish", cancellation));
    }

    private async Task<HttpAnswer> RollbackAsync(HttpQuestion question, CancellationToken cancellation)
    {
        if (!question.Query.TryGetValue("account", out var account)) return new HttpAnswer(400, "Which account?\n");
        int? version = null;
        if (question.Query.TryGetValue("version", out var text))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new HttpAnswer(400, $"'{text}' is no version.\n");
            version = number;
        }

        return await accounts.RollbackAsync(account, version, cancellation) is { } publication ? Answer(publication) : new HttpAnswer(404, $"Account '{account}' has no such version.\n");
    }

    private async Task<HttpAnswer> ReadAsync(string path, CancellationToken cancellation)
    {
        var parts = path.Split('/');
        if (parts.Length == 1)
        {
            var versions = await accounts.VersionsAsync(parts[0], cancellation);
            return versions.Count == 0 ? new HttpAnswer(404, $"There is no account '{parts[0]}'.\n") : Json(JsonSerializer.Serialize(versions, DialplanJson.Default.IReadOnlyListDialplanVersion));
        }

        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return new HttpAnswer(404, "There is nothing here.\n");
        return await accounts.FilesAsync(parts[0], version, cancellation) is { } contents
            ? Json(JsonSerializer.Serialize(PublishRequest.Of(contents), DialplanJson.Default.PublishRequest))
            : new HttpAnswer(404, $"Account '{parts[0]}' has no version {version}.\n");
    }

    private HttpAnswer Answer(AccountPublication publication)
    {
        if (publication.Findings.Count == 0) logger.LogInformation("Account {Account}: version {Version} is in force", publication.Account, publication.Version);
        return Json(JsonSerializer.Serialize(publication, DialplanJson.Default.AccountPublication)) with { Status = publication.Findings.Count == 0 ? 200 : 422 };
    }

    private static HttpAnswer Json(string json) => new(200, json, "application/json");
}

/// <summary>What publishing says in JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(AccountPublication))]
[JsonSerializable(typeof(IReadOnlyList<DialplanVersion>))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class DialplanJson : JsonSerializerContext;
