using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Nodes;

/// <summary>One of several switches that share a database: its own name, ports, data folder, and folder of accounts.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int _httpPort = LoopbackPorts.Take();
    private ChildProcess? _process;

    private NodeProcess(string name) => Name = name;

    public string Name { get; }

    public int SipPort { get; } = LoopbackPorts.Take();

    public string Log => _process?.Output ?? "";

    private string Configuration => _folder.File("softswitch.yaml");

    /// <summary>A node that runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="database">Connection string of the database.</param>
    /// <param name="account">What is in its folder of accounts, or null for nothing.</param>
    /// <param name="samples">Plugins that it comes with: names of folders in <c>samples/</c>.</param>
    public static async Task<NodeProcess> StartAsync(string name, string database, string? account, params string[] samples)
    {
        var node = new NodeProcess(name);
        try
        {
            Directory.CreateDirectory(node._folder.File("dialplans"));
            if (account is not null) node._folder.Write("dialplans/shop.yaml", account);
            foreach (var sample in samples) SwitchProcess.Bring(sample, node._folder.File("plugins/" + sample));
            var media = LoopbackPorts.Take(20);
            node._folder.Write("softswitch.yaml", $$"""
                node: {{name}}
                database: "{{database}}"
                data: {{node._folder.File("data")}}
                dialplans: {{node._folder.File("dialplans")}}
                {{(samples.Length == 0 ? "" : "plugins: " + node._folder.File("plugins"))}}
                listen: [ udp 127.0.0.1:{{node.SipPort}} ]
                http: 127.0.0.1:{{node._httpPort}}
                media: { address: 127.0.0.1, ports: {{media}}-{{media + 19}} }
                stop-wait: 1s
                """);
            node._process = SwitchProcess.Launch("run", "--config", node.Configuration);
            await Eventually.TrueAsync(() => node.IsHealthy() || node._process.HasExited, () => $"node {name} does not become healthy:\n{node.Log}", Patience);
            Assert.False(node._process.HasExited, node.Log);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>softswitch publish</c> to this node.</summary>
    public Task PublishAsync(string account) => RunAsync("publish", _folder.Write("published/shop.yaml", account));

    /// <summary><c>softswitch rollback</c> on this node.</summary>
    public Task RollbackAsync(string account) => RunAsync("rollback", account);

    /// <summary>Reads the folder of accounts again.</summary>
    public async Task ReloadAsync()
    {
        using var response = await _http.PostAsync(new Uri($"http://127.0.0.1:{_httpPort}/reload"), content: null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Puts something to a plugin's endpoint as an account; gives the status.</summary>
    public Task<int> PutAsync(string path, string body, string account, string key) => _http.PutAsync(_httpPort, path, body, account, key);

    /// <summary>Waits until a metric has a value.</summary>
    public Task MeasuresAsync(string metric, double value) => Eventually.TrueAsync(
        () => Metrics.Parse(_http.GetStringAsync(new Uri($"http://127.0.0.1:{_httpPort}/metrics")).GetAwaiter().GetResult())[metric].Equals(value),
        () => $"{metric} of node {Name} does not become {value}:\n{Log}",
        TimeSpan.FromSeconds(60));

    /// <summary>Ends it without notice.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Waits until it has taken over what another has published, for the <paramref name="count"/>th time.</summary>
    public Task FollowsAsync(int count) => Eventually.TrueAsync(
        () => Log.Split("Another node has published").Length > count, () => $"node {Name} has not followed {count} times:\n{Log}", TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private bool IsHealthy()
    {
        try
        {
            using var response = _http.Send(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_httpPort}/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        await using var tool = SwitchProcess.Launch([.. arguments, "--config", Configuration]);
        Assert.True(await tool.WaitForExitAsync(Patience) == 0, tool.Output);
    }
}
