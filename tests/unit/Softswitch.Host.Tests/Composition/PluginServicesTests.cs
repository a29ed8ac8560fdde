using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using Softswitch.Host.Composition;
using Softswitch.Host.Configuration;
using Softswitch.Host.Logging;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Host.Tests.Composition;

/// <summary>A whole switch with sample plugins: an HTTP endpoint with a store and a template, a handler of events with a table of its own, a background task.</summary>
public sealed class PluginServicesTests : IAsyncLifetime
{
    private const string Account = """
        dialplan: 1
        account: acme
        domains: [acme.localhost, 127.0.0.1]
        uses: { sample.greeting: ^1, sample.call-notes: ^1, sample.daily-count: ^1 }
        api-keys: { website: { secret: 0123456789abcdef } }
        extensions: { "100": { allow-from: 127.0.0.0/8 }, "101": { secret: s } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softswitch-");
    private readonly MemoryStream _output = new();
    private readonly ConsoleLog _log;
    private readonly HttpClient _client = new();
    private SwitchHost _switch = null!;

    public PluginServicesTests() => _log = new ConsoleLog(_output, LogLevel.Warning, LogFormat.Text, TimeProvider.System);

    public async Task InitializeAsync()
    {
        File.SetUnixFileMode(_folder.FullName, File.GetUnixFileMode(_folder.FullName) | UnixFileMode.OtherExecute);
        var plans = _folder.CreateSubdirectory("plans");
        await File.WriteAllTextAsync(Path.Combine(plans.FullName, "acme.yaml"), Account);
        _switch = new SwitchHost(
            new SwitchConfiguration
            {
                Node = "test",
                Data = Path.Combine(_folder.FullName, "data"),
                Dialplans = plans.FullName,
                Plugins = Path.Combine(AppContext.BaseDirectory, "samples"),
                Listen = [new ListenOptions(SipTransport.Udp, NetAddress.From(IPAddress.Loopback, 0))],
                Http = new IPEndPoint(IPAddress.Loopback, 0),
                SignallingWorkers = 1,
                MediaWorkers = 1,
                StopWait = TimeSpan.Zero,
            },
            _log);
        Assert.Empty(await _switch.StartAsync(default));
        _client.BaseAddress = new Uri(_switch.HttpAddress!);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("acme:0123456789abcdef"u8));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _switch.StopAsync(default);
        await _switch.DisposeAsync();
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Plugins_answer_requests_hear_of_calls_and_work_in_the_background()
    {
        Assert.Equal("Good day, Ann &amp; Bob: 100 101 ", await GreetAsync());
        await CallNobodyAsync();
        await UntilAsync(async () => await QueryAsync("select string_agg(account || ' ' || caller || ' ' || dialled, ', ') from plugin_sample__call_notes.missed") == "acme 100 999");
        await UntilAsync(async () => (await _client.GetStringAsync("/metrics")).Contains("softswitch_plugin_tasks 1", StringComparison.Ordinal));
        Assert.Equal("acme sample.daily-count test", await QueryAsync("select account || ' ' || plugin || ' ' || node from kernel.task_owner"));
    }

    private async Task<string> GreetAsync()
    {
        using var text = new StringContent("Good day, {{name}}: {{#each extensions}}{{this}} {{/each}}");
        using var response = await _client.PutAsync("/x/sample.greeting/texts/monday", text);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        return await _client.GetStringAsync("/x/sample.greeting/texts/monday?name=Ann%20%26%20Bob");
    }

    /// <summary>Extension 100 calls a number that leads nowhere.</summary>
    private async Task CallNobodyAsync()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var own = (IPEndPoint)socket.Client.LocalEndPoint!;
        var target = _switch.Listening[0].Address.ToString();
        var invite = $"""
            INVITE sip:999@acme.localhost SIP/2.0
            Via: SIP/2.0/UDP {own};branch=z9hG4bKtest;rport
            Max-Forwards: 70
            From: <sip:100@acme.localhost>;tag=1
            To: <sip:999@acme.localhost>
            Call-ID: test@{own.Address}
            CSeq: 1 INVITE
            Contact: <sip:100@{own}>
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(invite), IPEndPoint.Parse(target));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var response = Encoding.ASCII.GetString((await socket.ReceiveAsync(patience.Token)).Buffer);
            if (response.StartsWith("SIP/2.0 1", StringComparison.Ordinal)) continue;
            Assert.StartsWith("SIP/2.0 404", response, StringComparison.Ordinal);
            return;
        }
    }

    private async Task<string?> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"Host={Path.Combine(_folder.FullName, "data", "postgres")};Username=softswitch;Database=softswitch;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "It did not happen in time.");
            await Task.Delay(20);
        }
    }
}
