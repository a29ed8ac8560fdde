using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Host.Http;
using Softswitch.Host.Metrics;

namespace Softswitch.Host.Tests.Http;

/// <summary>The operator's HTTP over a real socket.</summary>
public sealed class HttpEndpointTests : IAsyncLifetime
{
    private bool _isWell = true;
    private string[] _findings = [];
    private HttpEndpoint? _endpoint;
    private HttpClient? _client;

    public async Task InitializeAsync()
    {
        _endpoint = await HttpEndpoint.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), Routes(), null, NullLoggerFactory.Instance, default);
        _client = new HttpClient { BaseAddress = new Uri(_endpoint.Address) };
    }

    public async Task DisposeAsync()
    {
        _client!.Dispose();
        await _endpoint!.DisposeAsync();
    }

    [Fact]
    public async Task Health_is_200_or_503_with_its_parts()
    {
        Assert.Equal((HttpStatusCode.OK, "{}"), await SendAsync(HttpMethod.Get, "/health"));
        _isWell = false;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "{}"), await SendAsync(HttpMethod.Get, "/health"));
    }

    [Fact]
    public async Task Metrics_are_text_for_Prometheus()
    {
        using var response = await _client!.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("process_cpu_seconds_total", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_says_what_came_of_it()
    {
        Assert.Equal((HttpStatusCode.OK, "The accounts are in force.\n"), await SendAsync(HttpMethod.Post, "/reload"));

        _findings = ["a.yaml:1:1 SSW2102 unknown key", "b.yaml:2:2 SSW2102 unknown key"];
        var (status, body) = await SendAsync(HttpMethod.Post, "/reload");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith("a.yaml:1:1 SSW2102 unknown key\nb.yaml:2:2", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_is_for_this_machine_only() =>
        Assert.Equal(403, (await Routes().AnswerAsync(new HttpQuestion("POST", "/reload", IPAddress.Parse("192.0.2.1"), new Dictionary<string, string>(), _ => Task.FromResult<byte[]?>([])), default)).Status);

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/reload", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/health", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/health", HttpStatusCode.OK)]
    public async Task What_is_not_there_is_refused(string method, string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync(new HttpMethod(method), path)).Status);

    [Fact]
    public async Task An_address_in_use_fails_the_start()
    {
        var taken = new Uri(_endpoint!.Address);

        await Assert.ThrowsAnyAsync<IOException>(() => HttpEndpoint.StartAsync(
            new IPEndPoint(IPAddress.Loopback, taken.Port), Routes(), null, NullLoggerFactory.Instance, default));
    }

    private HttpRoutes Routes() => new(
        _ => Task.FromResult((_isWell, "{}")),
        [new ProcessMetrics(TimeProvider.System, "1")],
        () => Task.FromResult<IReadOnlyList<string>>(_findings));

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await _client!.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
