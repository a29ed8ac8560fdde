using System.Net;
using System.Net.Sockets;
using Softswitch.Host.Commands;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Tests.Commands;

/// <summary>The real executable, with the real PostgreSQL, from its start to its exit code.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string Account = "dialplan: 1\naccount: acme\ndomains: [acme.example]\nextensions:\n  \"100\": { secret: abc, allow-from: [127.0.0.0/8] }\n  \"101\": { secret: def, allow-from: [127.0.0.0/8] }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;

    public RunCommandTests()
    {
        // PostgreSQL's own user passes through when the tests run as root.
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Path.Combine(_folder, "dialplans"));
        WriteAccount(Account);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_starts_says_where_it_is_and_stops_when_told()
    {
        await using var process = Run();
        await process.UntilReadyAsync();

        Assert.Contains("abc", process.Output, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = process.Http };
        Assert.Contains("\"status\":\"ok\"", await client.GetStringAsync("/health"), StringComparison.Ordinal);
        Assert.Contains("softswitch_calls_active 0", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await process.StopAsync());
        Assert.Equal("", process.Errors);
        Assert.False(File.Exists(Path.Combine(_folder, "data/postgres/postmaster.pid")));
    }

    [Fact]
    public async Task A_registration_survives_a_kill_and_the_next_start_has_it()
    {
        await using (var first = Run())
        {
            await first.UntilReadyAsync();
            await RegisterAsync(first, "200");
            using var client = new HttpClient { BaseAddress = first.Http };
            await UntilAsync(async () => (await client.GetStringAsync("/metrics")).Contains("softswitch_storage_written_total{what=\"registrations\"} 1", StringComparison.Ordinal));
            first.Kill();
            await first.WaitAsync();
        }

        await using var second = Run();
        await second.UntilReadyAsync();
        using var again = new HttpClient { BaseAddress = second.Http };
        await UntilAsync(async () => (await again.GetStringAsync("/metrics")).Contains("softswitch_registrations 1", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Success, await second.StopAsync());
    }

    [Fact]
    public async Task Accounts_with_findings_refuse_the_start_with_all_of_them()
    {
        WriteAccount("dialplan: 1\naccount: acme\ndomain: [acme.example]\n");

        await using var process = Run();

        Assert.Equal(ExitCodes.Findings, await process.WaitAsync());
        Assert.Contains("acme.yaml:3:1 SSW2102", process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Errors + process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_with_findings_refuses_the_start()
    {
        File.WriteAllText(Path.Combine(_folder, "softswitch.yaml"), "nodee: a\nworkers: { media: 0 }\n");

        await using var process = Run();

        Assert.Equal(ExitCodes.Findings, await process.WaitAsync());
        Assert.Equal(2, process.Errors.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("--set", "listen=udp 127.0.0.1:UDP", "change the setting listen")]
    [InlineData("--set", "http=127.0.0.1:TCP", "http")]
    [InlineData("--dialplans", "nowhere", "does not exist")]
    [InlineData("--set", "database=Host=127.0.0.1;Port=1;Timeout=1", "127.0.0.1:1")]
    public async Task What_is_in_the_way_is_one_line_and_exit_code_1(string option, string value, string expected)
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var taken = value
            .Replace("UDP", ((IPEndPoint)udp.LocalEndPoint!).Port.ToString(), StringComparison.Ordinal)
            .Replace("TCP", ((IPEndPoint)tcp.LocalEndpoint).Port.ToString(), StringComparison.Ordinal);

        await using var process = Run(option, taken);

        Assert.Equal(ExitCodes.Failure, await process.WaitAsync());
        var line = Assert.Single(process.Errors.TrimEnd().Split('\n'));
        Assert.Contains(expected, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_with_findings_leaves_in_force_what_was()
    {
        await using var process = Run();
        await process.UntilReadyAsync();

        WriteAccount("dialplan: 1\naccount: acme\n");
        process.SendHangup();
        await process.UntilLoggedAsync("those before stay in force");
        await RegisterAsync(process, "200");

        WriteAccount(Account.Replace("\"100\"", "\"200\"", StringComparison.Ordinal));
        process.SendHangup();
        await process.UntilLoggedAsync("1 are new or changed, 1 are in force");
        await RegisterAsync(process, "401");
        Assert.Equal(ExitCodes.Success, await process.StopAsync());
    }

    [Fact]
    public async Task Accounts_are_published_rolled_back_and_compared_while_it_runs()
    {
        await using var process = Run();
        await process.UntilReadyAsync();
        var sources = new ConfigurationSources(null, new Dictionary<string, string>(), [("http", process.Http.Authority)]);
        var file = Path.Combine(_folder, "acme.yaml");

        File.WriteAllText(file, Account.Replace("\"100\"", "\"200\"", StringComparison.Ordinal));
        Assert.Equal((ExitCodes.Success, "acme: version 2 is in force\n"), await AskAsync(asked => asked.PublishAsync([file])));
        await RegisterAsync(process, "401");

        File.WriteAllText(file, Account.Replace("secret: abc", "sceret: abc", StringComparison.Ordinal));
        var (code, text) = await AskAsync(asked => asked.PublishAsync([file]));
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains("did you mean 'secret'?", text, StringComparison.Ordinal);
        await RegisterAsync(process, "401");

        (code, text) = await AskAsync(asked => asked.DiffAsync("acme", null, null));
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("-  \"100\": { secret: abc", text, StringComparison.Ordinal);
        Assert.Contains("+  \"200\": { secret: abc", text, StringComparison.Ordinal);

        Assert.Equal((ExitCodes.Success, "acme: version 3 is in force\n"), await AskAsync(asked => asked.RollbackAsync("acme", 1)));
        await RegisterAsync(process, "200");
        Assert.Equal(ExitCodes.Failure, (await AskAsync(asked => asked.RollbackAsync("nobody", null))).Code);
        Assert.Equal(ExitCodes.Success, await process.StopAsync());

        async Task<(int Code, string Text)> AskAsync(Func<PublishCommands, Task<int>> ask)
        {
            using var output = new StringWriter();
            return (await ask(new PublishCommands(sources, output, output)), output.ToString());
        }
    }

    [Fact]
    public async Task A_red_test_refuses_the_publish_and_the_plan_of_before_stays()
    {
        await using var process = Run();
        await process.UntilReadyAsync();
        File.WriteAllText(Path.Combine(_folder, "acme.yaml"), Account.Replace("\"100\"", "\"200\"", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "acme.test.yaml"), "test: 1\naccount: acme\ntests:\n  Bob is there: { dials: \"101\", expect: { answered-by: ext:101 } }\n  Ann is there: { dials: \"100\", expect: { status: 200 } }\n");

        await using (var publish = new SwitchProcess(_folder, "publish", "acme.yaml", "--set", "http=" + process.Http.Authority))
        {
            Assert.Equal(ExitCodes.RedTests, await publish.WaitAsync());
            Assert.Equal(
                "acme.test.yaml:5:3 SSW2501 test 'Ann is there' is red: status: expected 200, but it was 404\nacme: 1 finding(s); what was in force stays so\n",
                publish.Output);
        }

        await RegisterAsync(process, "200");
        File.WriteAllText(Path.Combine(_folder, "acme.test.yaml"), "test: 1\naccount: acme\ntests:\n  Ann is gone: { dials: \"100\", expect: { status: 404 } }\n");
        await using (var publish = new SwitchProcess(_folder, "publish", "acme.yaml", "--set", "http=" + process.Http.Authority))
        {
            Assert.Equal(ExitCodes.Success, await publish.WaitAsync());
        }

        await RegisterAsync(process, "401");
        Assert.Equal(ExitCodes.Success, await process.StopAsync());
    }

    [Fact]
    public async Task A_call_is_explained_while_it_is_up_and_when_it_is_over_and_each_account_sees_its_own()
    {
        File.WriteAllText(Path.Combine(_folder, "dialplans/globex.yaml"), Account.Replace("acme", "globex", StringComparison.Ordinal));
        await using var process = Run();
        await process.UntilReadyAsync();
        using var callee = process.Phone("101");
        await callee.RegisterAsync();
        await callee.ReceiveAsync("SIP/2.0 200");
        using var caller = new RawPhone(process.Udp, "100") { CallId = "same/call@both" };
        await caller.InviteAsync("101");
        await callee.AnswerAsync(await callee.ReceiveAsync("INVITE"), "180 Ringing");
        await caller.ReceiveAsync("SIP/2.0 180");

        Assert.Contains("extension: bridge { to: ext:101 } = …   [extension 101, kernel@", await ExplainAsync(), StringComparison.Ordinal);
        Assert.Equal("", await ExplainAsync("--account", "globex"));

        await caller.CancelAsync("101");
        await caller.ReceiveAsync("SIP/2.0 487");
        await UntilAsync(async () => (await ExplainAsync("--account", "acme")).Contains("= failed → call ended", StringComparison.Ordinal));

        using var other = new RawPhone(process.Udp, "100", "globex.example") { CallId = "same/call@both" };
        await other.InviteAsync("999");
        await other.ReceiveAsync("SIP/2.0 404");
        await UntilAsync(async () => (await ExplainAsync("--account", "globex")).Contains("100 dialled 999 in globex", StringComparison.Ordinal));
        Assert.Contains("100 dialled 101 in acme", await ExplainAsync("--account", "acme"), StringComparison.Ordinal);

        async Task<string> ExplainAsync(params string[] arguments)
        {
            using var output = new StringWriter();
            using var errors = new StringWriter();
            var code = await SwitchCommands.Create().Parse(["explain", "same/call@both", "--set", "http=" + process.Http.Authority, .. arguments])
                .InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = errors });
            Assert.Equal(output.ToString().Length > 0 ? ExitCodes.Success : ExitCodes.Failure, code);
            if (code != ExitCodes.Success) Assert.StartsWith("softswitch: No trace of this call is kept", errors.ToString(), StringComparison.Ordinal);
            return output.ToString();
        }
    }

    [Fact]
    public async Task A_stop_refuses_new_calls_and_waits_for_those_that_are_up_until_it_is_told_twice()
    {
        await using var process = Run("--set", "stop-wait=1h");
        await process.UntilReadyAsync();
        using var caller = process.Phone("100");
        using var callee = process.Phone("101");
        await callee.RegisterAsync();
        await callee.ReceiveAsync("SIP/2.0 200");
        await caller.InviteAsync("101");
        await callee.AnswerAsync(await callee.ReceiveAsync("INVITE"), "180 Ringing");
        await caller.ReceiveAsync("SIP/2.0 180");

        process.SendTerminate();
        await process.UntilLoggedAsync("new calls are refused");
        using var late = process.Phone("100");
        await late.InviteAsync("101");
        Assert.Contains("Retry-After", await late.ReceiveAsync("SIP/2.0 503"), StringComparison.Ordinal);
        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(process.Http, "/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        process.SendTerminate();
        // One call, though two phones have a part in it.
        await process.UntilLoggedAsync("Hanging up the calls that are left: 1");
        await callee.ReceiveAsync("CANCEL");
        await caller.ReceiveAsync("SIP/2.0 5");
        Assert.Equal(ExitCodes.Success, await process.WaitAsync());
    }

    [Fact]
    public async Task Impatience_does_not_change_the_exit_code_and_a_reload_before_the_start_is_over_does_no_harm()
    {
        await using var process = Run();
        await process.UntilLoggedAsync("\n");
        process.SendHangup();
        await process.UntilReadyAsync();

        var exit = process.WaitAsync();
        while (!exit.IsCompleted)
        {
            process.SendTerminate();
            await Task.Delay(10);
        }

        Assert.Equal(ExitCodes.Success, await exit);
    }

    private SwitchProcess Run(params string[] arguments) =>
        new(_folder, ["run", "--data", Path.Combine(_folder, "data"), .. arguments]);

    private void WriteAccount(string text) => File.WriteAllText(Path.Combine(_folder, "dialplans/acme.yaml"), text);

    private static async Task RegisterAsync(SwitchProcess process, string status)
    {
        using var phone = process.Phone("100");
        await phone.RegisterAsync();
        await phone.ReceiveAsync("SIP/2.0 " + status);
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
