using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Host.Http;

namespace Softswitch.Host.Tests.Http;

/// <summary>The way to a plugin over a real socket.</summary>
public sealed class PluginExchangeTests : IAsyncLifetime
{
    private readonly FakeEndpoints _endpoints = new();
    private readonly HttpClient _client = new();
    private HttpEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        var plugins = new EndpointRoutes(FakeEndpoints.ReadAccounts(), _endpoints, TimeProvider.System, NullLogger.Instance);
        var routes = new HttpRoutes(_ => Task.FromResult((true, "{}")), [], () => Task.FromResult<IReadOnlyList<string>>([]));
        _endpoint = await HttpEndpoint.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), routes, plugins, NullLoggerFactory.Instance, default);
        _client.BaseAddress = new Uri(_endpoint.Address);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("acme:" + FakeEndpoints.Key)));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task A_request_arrives_whole_and_without_its_credentials()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x/dial/calls?to=100&to=101&name=J%C3%BCrg") { Content = new ByteArrayContent(new byte[EndpointRoutes.LongestBody]) };
        request.Headers.Add("Cookie", "session=1");
        request.Headers.Add("X-Request", "7");

        using var response = await _client.SendAsync(request);

        Assert.Equal("call of acme:  1000000", await response.Content.ReadAsStringAsync());
        var query = Assert.Single(_endpoints.Asked);
        Assert.Equal("101", query.Parameters["to"]);
        Assert.Equal("Jürg", query.Parameters["name"]);
        Assert.Equal("7", query.Headers["x-request"]);
        Assert.DoesNotContain("authorization", query.Headers.Keys);
        Assert.DoesNotContain("cookie", query.Headers.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_a_megabyte_is_refused(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x/dial/calls") { Content = new ByteArrayContent(new byte[EndpointRoutes.LongestBody + 1]) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_endpoints.Asked);
    }

    [Fact]
    public async Task Who_has_no_key_is_asked_for_one()
    {
        _client.DefaultRequestHeaders.Authorization = null;

        using var response = await _client.GetAsync("/x/dial/calls");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Encoded_slashes_stay_in_their_segment_and_dots_lead_nowhere()
    {
        Assert.StartsWith("one of acme: a%2Fb", await _client.GetStringAsync("/x/dial/calls/a%2Fb"), StringComparison.Ordinal);
        using var response = await _client.GetAsync("/x/dial/%2e%2e/%2e%2e/metrics");
        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.OK]);
        Assert.Empty(_endpoints.Asked.Skip(1));
    }
}
