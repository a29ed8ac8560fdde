using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Host.Http;
using Softswitch.Net;

namespace Softswitch.Host.Tests.Http;

public sealed class EndpointRoutesTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly FakeEndpoints _endpoints = new();
    private readonly EndpointRoutes _routes;

    public EndpointRoutesTests() => _routes = new EndpointRoutes(FakeEndpoints.ReadAccounts(), _endpoints, _clock, NullLogger.Instance);

    [Theory]
    [InlineData("GET", "/x/dial/calls", "list of acme:  3")]
    [InlineData("POST", "/x/dial/calls", "call of acme:  3")]
    [InlineData("POST", "/x/dial/calls/", "call of acme:  3")]
    [InlineData("GET", "/x/dial/calls/17", "one of acme: 17 3")]
    [InlineData("GET", "/x/dial", "root of acme:  3")]
    [InlineData("GET", "/x/dial/", "root of acme:  3")]
    public async Task A_request_finds_its_endpoint(string method, string path, string expected)
    {
        var answer = await AskAsync(method, path);

        Assert.Equal((200, expected), (answer.Status, Encoding.UTF8.GetString(answer.Body.Span)));
    }

    [Theory]
    [InlineData("GET", "/x/dial/nothing", 404)]
    [InlineData("GET", "/x/dial/calls/17/notes", 404)]
    [InlineData("GET", "/x/gone/calls", 404)]
    [InlineData("GET", "/x/", 403)]
    [InlineData("GET", "/x/other/calls", 403)]
    [InlineData("DELETE", "/x/dial/calls", 405)]
    [InlineData("HEAD", "/x/dial/calls", 405)]
    [InlineData("GET", "/x/dial/throws", 500)]
    [InlineData("GET", "/x/dial/hangs", 500)]
    [InlineData("GET", "/x/dial/bad/status", 500)]
    [InlineData("GET", "/x/dial/bad/type", 500)]
    [InlineData("GET", "/x/dial/bad/size", 500)]
    [InlineData("GET", "/x/dial/bad/body", 500)]
    [InlineData("GET", "/x/dial/bad/null", 500)]
    public async Task What_cannot_be_answered_has_its_status_and_no_trace(string method, string path, int status)
    {
        var answer = await AskAsync(method, path);

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("Secret", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        if (status == 405) Assert.Equal("POST, GET", answer.Allow);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer 0123456789abcdef")]
    [InlineData("acme:wrong")]
    [InlineData("acme:")]
    [InlineData(":0123456789abcdef")]
    [InlineData("nobody:0123456789abcdef")]
    [InlineData("other:0123456789abcdef")]
    [InlineData("acme:fedcba9876543210")]
    public async Task Who_has_no_key_of_the_account_is_not_let_in(string? credentials)
    {
        var isPair = credentials?.Contains(':') == true;
        var answer = await AskAsync("GET", "/x/dial/calls", isPair ? Basic(credentials!) : credentials);

        Assert.Equal(401, answer.Status);
        Assert.Empty(_endpoints.Asked);
    }

    [Fact]
    public async Task A_key_kept_as_its_hash_is_a_key_and_one_without_plugins_is_good_for_all()
    {
        Assert.Equal(404, (await AskAsync("GET", "/x/anything/calls", Basic("acme:another-key-that-is-long"))).Status);
        Assert.Equal(200, (await AskAsync("GET", "/x/dial/calls", Basic("acme:another-key-that-is-long"))).Status);
        Assert.Equal("acme", _endpoints.Asked[0].Account);
    }

    [Fact]
    public async Task A_key_has_so_many_requests_a_second_and_another_has_its_own()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 110; i++) statuses.Add((await AskAsync("GET", "/x/dial/calls")).Status);

        Assert.Equal(100, statuses.Count(status => status == 200));
        Assert.Equal(10, statuses.Count(status => status == 429));
        Assert.Equal(200, (await AskAsync("GET", "/x/dial/calls", Basic("other:fedcba9876543210"))).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await AskAsync("GET", "/x/dial/calls")).Status);
    }

    [Fact]
    public async Task Who_guesses_keys_is_shut_out_for_a_while_and_others_are_not()
    {
        for (var i = 0; i < 20; i++) Assert.Equal(401, (await AskAsync("GET", "/x/dial/calls", Basic("acme:guess" + i))).Status);

        Assert.Equal(429, (await AskAsync("GET", "/x/dial/calls")).Status);
        Assert.Equal(200, (await AskAsync("GET", "/x/dial/calls", Basic("acme:" + FakeEndpoints.Key), "192.0.2.2")).Status);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(200, (await AskAsync("GET", "/x/dial/calls")).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var request = Request("POST", "/x/dial/calls", Basic("acme:" + FakeEndpoints.Key), "192.0.2.1") with { ReadBody = _ => Task.FromResult<byte[]?>(null) };

        Assert.Equal(413, (await _routes.AnswerAsync(request, default)).Status);
    }

    [Fact]
    public async Task Whatever_comes_is_answered()
    {
        IRandomSource random = new SeededRandomSource(11);
        string[] pieces = ["/x/", "dial", "/", "//", "calls", "{id}", "..", "%2e", "\0", "é", "last", "throws", "x", "?", "bad", "status"];
        string[] methods = ["GET", "POST", "PUT", "DELETE", "", "G\0T", "PATCH"];
        for (var i = 0; i < 5000; i++)
        {
            var path = "/x/" + string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)]));
            var bytes = new byte[random.Next(40)];
            random.Fill(bytes);
            var authorization = random.Next(4) switch { 0 => Encoding.Latin1.GetString(bytes), 1 => "Basic " + Convert.ToBase64String(bytes), 2 => "Basic " + Encoding.Latin1.GetString(bytes), _ => Basic("acme:" + FakeEndpoints.Key) };
            _clock.Advance(TimeSpan.FromSeconds(10));

            var answer = await AskAsync(methods[random.Next(methods.Length)], path, authorization);

            Assert.Contains(answer.Status, (int[])[200, 401, 403, 404, 405, 500]);
        }
    }

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static PluginRequest Request(string method, string path, string? authorization, string from) => new()
    {
        Method = method,
        Path = path,
        From = IPAddress.Parse(from),
        Authorization = authorization,
        ReadBody = _ => Task.FromResult<byte[]?>([1, 2, 3]),
    };

    private Task<PluginAnswer> AskAsync(string method, string path) => AskAsync(method, path, Basic("acme:" + FakeEndpoints.Key));

    private Task<PluginAnswer> AskAsync(string method, string path, string? authorization, string from = "192.0.2.1") => _routes.AnswerAsync(Request(method, path, authorization, from), default);


}
