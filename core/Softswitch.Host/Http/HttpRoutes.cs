using System.Net;
using Softswitch.Host.Metrics;

namespace Softswitch.Host.Http;

/// <summary>An answer to the operator.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Text.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Allow">For 405: the method that is allowed.</param>
internal sealed record HttpAnswer(int Status, string Body, string ContentType = "text/plain; charset=utf-8", string? Allow = null);

/// <summary>A request.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="From">Where it comes from.</param>
/// <param name="Query">Parameters by name.</param>
/// <param name="Body">Reads the body, of at most so many bytes; null where it is longer or broken.</param>
internal sealed record HttpQuestion(string Method, string Path, IPAddress From, IReadOnlyDictionary<string, string> Query, Func<int, Task<byte[]?>> Body);

/// <summary>What the operator's HTTP answers: <c>/health</c>, <c>/metrics</c>, and from this machine <c>POST /reload</c>, what publishes accounts, what tells of calls, and what <see cref="PluginRoutes"/> has.</summary>
/// <param name="health">The switch's health, as JSON, and whether all is well.</param>
/// <param name="metrics">Everything that is measured.</param>
/// <param name="reload">Reads the accounts again; the findings, one a line, empty when they are in force.</param>
/// <param name="dialplans">Publishes accounts; null where that is not offered.</param>
/// <param name="calls">Tells of calls, or null.</param>
/// <param name="plugins">What it answers about plugins, or null.</param>
internal sealed class HttpRoutes(
    Func<CancellationToken, Task<(bool IsWell, string Json)>> health, IReadOnlyList<IMetricSource> metrics, Func<Task<IReadOnlyList<string>>> reload, DialplanRoutes? dialplans = null,
    CallRoutes? calls = null,
    PluginRoutes? plugins = null)
{
    /// <summary>The answer to a request; it never throws for what comes from the network.</summary>
    public async Task<HttpAnswer> AnswerAsync(HttpQuestion question, CancellationToken cancellation) => question.Path switch
    {
        "/health" => IsRead(question.Method) ? await HealthAsync(cancellation) : NotAllowed("GET"),
        "/metrics" => IsRead(question.Method) ? Metrics() : NotAllowed("GET"),
        "/reload" when question.Method != "POST" => NotAllowed("POST"),
        "/reload" => IPAddress.IsLoopback(question.From) ? await ReloadAsync() : new HttpAnswer(403, "Reload is for this machine only.\n"),
        _ when calls is not null && CallRoutes.Serves(question.Path) => await calls.AnswerAsync(question, cancellation),
        _ when dialplans is not null && DialplanRoutes.Serves(question.Path) => await dialplans.AnswerAsync(question, cancellation),
        _ when plugins is not null && PluginRoutes.Has(question.Path) =>
            IPAddress.IsLoopback(question.From) ? await plugins.AnswerAsync(question.Method, question.Path, question.Query) : new HttpAnswer(403, "Plugins are for this machine only.\n"),
        _ => new HttpAnswer(404, "Here are GET /health, GET /metrics and POST /reload.\n"),
    };

    private async Task<HttpAnswer> HealthAsync(CancellationToken cancellation)
    {
        var (isWell, json) = await health(cancellation);
        return new HttpAnswer(isWell ? 200 : 503, json, "application/json");
    }

    private HttpAnswer Metrics()
    {
        var writer = new PrometheusWriter();
        foreach (var source in metrics) source.Write(writer);
        return new HttpAnswer(200, writer.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    private async Task<HttpAnswer> ReloadAsync()
    {
        var findings = await reload();
        return findings.Count == 0
            ? new HttpAnswer(200, "The accounts are in force.\n")
            : new HttpAnswer(422, string.Join('\n', findings) + "\nFor accounts with findings those before stay in force.\n");
    }

    private static bool IsRead(string method) => method is "GET" or "HEAD";

    private static HttpAnswer NotAllowed(string method) => new(405, $"Use {method}.\n", Allow: method);
}
