using System.Net;
using Softswitch.Host.Http;
using Softswitch.Kernel.Accounts.Testing;

namespace Softswitch.Host.Tests.Http;

/// <summary>Why a call went where it went, over HTTP.</summary>
public sealed class CallRoutesTests
{
    private const string Json = """{"trace":1,"account":"acme","plan":1,"caller":"100","dialled":"101","steps":[{"step":"bridge","flow":"extension","where":"extension 101","by":"kernel@1.0.0","outcome":"busy","then":"end"}]}""";

    private string? _inputs;
    private readonly List<(string Call, string? Account)> _asked = [];

    [Fact]
    public async Task A_trace_is_json_and_its_explanation_is_text()
    {
        Assert.Equal(new HttpAnswer(200, Json, "application/json"), await AskAsync("/calls/1@a/trace"));
        var explained = await AskAsync("/calls/1@a/explain");
        Assert.Equal(200, explained.Status);
        Assert.Contains("extension: bridge = busy → end   [extension 101, kernel@1.0.0]", explained.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/calls/nobody/trace")]
    [InlineData("/calls/nobody/explain")]
    [InlineData("/calls/1@a")]
    [InlineData("/calls/1@a/secrets")]
    [InlineData("/calls//trace")]
    public async Task What_is_not_there_is_404(string path) => Assert.Equal(404, (await AskAsync(path)).Status);

    [Fact]
    public async Task Traces_are_for_this_machine_only_and_nobody_else_learns_whether_there_is_one()
    {
        Assert.Equal(403, (await AskAsync("/calls/1@a/trace", from: "192.0.2.1")).Status);
        Assert.Equal(403, (await AskAsync("/calls/nobody/trace", from: "192.0.2.1")).Status);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task They_are_only_read()
    {
        var answer = await AskAsync("/calls/1@a/trace", "DELETE");

        Assert.Equal((405, "GET"), (answer.Status, answer.Allow));
    }

    [Fact]
    public async Task Another_accounts_call_is_none_where_an_account_is_named()
    {
        Assert.Equal(200, (await AskAsync("/calls/1@a/trace", account: "acme")).Status);
        Assert.Equal(404, (await AskAsync("/calls/1@a/trace", account: "globex")).Status);
    }

    [Theory]
    [InlineData(null, 404, "record-inputs: true")]
    [InlineData("same", 200, "The replay goes the same way:\nNot as it was then: gate is 2 and was 1\n100 dialled 101 in acme")]
    [InlineData("other", 409, "The replay goes another way: step 1\nNot as it was then: gate is 2 and was 1\n100 dialled 101 in acme")]
    public async Task A_replay_says_whether_it_goes_the_same_way(string? inputs, int status, string expected)
    {
        _inputs = inputs;

        var answer = await AskAsync("/calls/1@a/replay");

        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_id_may_have_a_slash()
    {
        await AskAsync("/calls/a%2Fb/c@d/trace");

        Assert.Equal(("a/b/c@d", null), Assert.Single(_asked));
    }

    private Task<HttpAnswer> AskAsync(string path, string method = "GET", string from = "127.0.0.1", string? account = null)
    {
        var routes = new CallRoutes((call, wanted, _) =>
        {
            _asked.Add((call, wanted));
            return Task.FromResult<(string, string?)?>(call == "1@a" && wanted is (null or "acme") ? (Json, _inputs) : null);
        },
            (trace, inputs, _) => Task.FromResult(new CallReplay(trace, inputs == "same" ? null : "step 1") { Changes = ["gate is 2 and was 1"] }));
        Assert.True(CallRoutes.Serves(path));
        var query = new Dictionary<string, string>();
        if (account is not null) query["account"] = account;
        return routes.AnswerAsync(new HttpQuestion(method, path, IPAddress.Parse(from), query, _ => Task.FromResult<byte[]?>([])), default);
    }
}
