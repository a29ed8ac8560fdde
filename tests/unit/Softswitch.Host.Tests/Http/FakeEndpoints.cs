using System.Text;
using Softswitch.Host.Http;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Kernel.Services;
using Softswitch.Sdk;

namespace Softswitch.Host.Tests.Http;

/// <summary>A plugin <c>dial</c> that two accounts use, and what was asked of it.</summary>
internal sealed class FakeEndpoints : IPluginEndpoints
{
    public const string Key = "0123456789abcdef";

    private const string Accounts = """
        dialplan: 1
        account: acme
        domains: [acme.localhost]
        extensions: { "100": { secret: s } }
        api-keys:
          crm: { secret: 0123456789abcdef, plugins: [dial, gone] }
          all: { hash: "sha256:b81e6a4db007f5bded46f4e036ef59cf7ec5690b4a3c84aff693ae64a6510a6b" }
        """;

    private const string Other = """
        dialplan: 1
        account: other
        domains: [other.localhost]
        extensions: { "100": { secret: s } }
        api-keys: { crm: { secret: fedcba9876543210 } }
        """;

    private static readonly PluginEndpoint[] Endpoints =
    [
        Endpoint("call", "POST", "calls"), Endpoint("list", "GET", "calls"), Endpoint("last", "GET", "calls/last"), Endpoint("one", "GET", "calls/{id}"), Endpoint("throws", "GET", "throws"),
        Endpoint("hangs", "GET", "hangs"), Endpoint("bad", "GET", "bad/{what}"), Endpoint("root", "GET", ""),
    ];

    public List<HttpQuery> Asked { get; } = [];

    public static AccountSet ReadAccounts()
    {
        var (set, findings) = AccountFolder.Check([("acme.yaml", Accounts), ("other.yaml", Other)], null);
        Assert.Empty(findings);
        return set!;
    }

    public IReadOnlyList<PluginEndpoint>? Find(string account, string plugin) => plugin == "dial" ? Endpoints : null;

    public Task<HttpReply> AnswerAsync(string plugin, string endpoint, HttpQuery query, CancellationToken cancellation)
    {
        lock (Asked) Asked.Add(query);
        return endpoint switch
        {
            "throws" => Task.FromException<HttpReply>(new PluginCodeException("SecretException: at Secret.Place")),
            "hangs" => Task.FromException<HttpReply>(new TimeoutException()),
            "bad" => Task.FromResult(BadReply(query.Path["what"])),
            _ => Task.FromResult(HttpReply.Text($"{endpoint} of {query.Account}: {string.Join(',', query.Path.Values)} {query.Body.Length}")),
        };
    }

    private static HttpReply BadReply(string what) => what switch
    {
        "status" => HttpReply.Of(42),
        "type" => new HttpReply(200, "text/plain\r\nSet-Cookie: a=b", Encoding.UTF8.GetBytes("x")),
        "size" => new HttpReply(200, "text/plain", new byte[EndpointRoutes.LongestAnswer + 1]),
        "body" => new HttpReply(204, null, new byte[1]),
        _ => null!,
    };

    private static PluginEndpoint Endpoint(string name, string method, string path) => new(name, method, EndpointPath.Parse(path));
}
