using System.Net;
using Softswitch.Host.Metrics;

namespace Softswitch.Host.Http;

/// <summary>An answer to the operator.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Text.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Allow">For 405: the method that is allowed.</param>
internal sealed record HttpAnswer(int Status, string Body, string ContentType = "text/plain; charset=utf-8", string? Allow = null);

/// <summary>What the operator's HTTP answers: <c>/health</c>, <c>/metrics</c>, and from this machine <c>POST /reload</c>.</summary>
/// <param name="health">The switch's health, as JSON, and whether all is well.</param>
/// <param name="metrics">Everything that is measured.</param>
/// <param name="reload">Reads the accounts again; the findings, one a line, empty when they are in force.</param>
internal sealed class HttpRoutes(
    Func<CancellationToken, Task<(bool IsWell, string Json)>> health, IReadOnlyList<IMetricSource> metrics, Func<Task<IReadOnlyList<string>>> reload)
{
    /// <summary>The answer to a request; it never throws for what comes from the network.</summary>
    public async Task<HttpAnswer> AnswerAsync(string method, string path, IPAddress from, CancellationToken cancellation) => path switch
    {
        "/health" => IsRead(method) ? await HealthAsync(cancellation) : NotAllowed("GET"),
        "/metrics" => IsRead(method) ? Metrics() : NotAllowed("GET"),
        "/reload" when method != "POST" => NotAllowed("POST"),
        "/reload" => IPAddress.IsLoopback(from) ? await ReloadAsync() : new HttpAnswer(403, "Reload is for this machine only.\n"),
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
            : new HttpAnswer(422, string.Join('\n', findings) + "\nThe accounts before stay in force.\n");
    }

    private static bool IsRead(string method) => method is "GET" or "HEAD";

    private static HttpAnswer NotAllowed(string method) => new(405, $"Use {method}.\n", Allow: method);
}
