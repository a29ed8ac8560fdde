using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Operation;

/// <summary>What the switch says when it cannot start: one line per fault that says what to do, never a trace.</summary>
public sealed partial class StartUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_wrong_account_file_ends_the_start_with_its_file_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("dialplans/test.yaml", "dialplan: 1\naccount: test\ndomains: [test.localhost]\nmedai: relay\nextensions:\n  \"100\": { secret: s }\n");

        var (status, output) = await RunAsync(folder);

        Assert.Equal(2, status);
        Assert.Matches($"{Regex.Escape(file)}:4:1 .*medai.*did you mean .*media", output);
    }

    [Fact]
    public async Task Check_finds_the_same_without_starting_anything()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("dialplans/test.yaml", "dialplan: 1\naccount: test\ndomains: [test.localhost]\nmedai: relay\nextensions:\n  \"100\": { secret: s }\n");

        await using var check = SwitchProcess.Launch("check", folder.File("dialplans"));

        Assert.Equal(2, await check.WaitForExitAsync(Patience));
        Assert.Contains(file + ":4:1 ", check.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Fact]
    public async Task A_SIP_port_in_use_is_one_line_that_says_what_to_do()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var folder = new TemporaryFolder();
        folder.Write("dialplans/test.yaml", TestAccount.Yaml());

        var (status, output) = await RunAsync(folder, "--set", $"listen=udp {taken.LocalEndPoint}");

        Assert.Equal(1, status);
        Assert.Matches($"softswitch: .*{((IPEndPoint)taken.LocalEndPoint!).Port}", output);
        Assert.DoesNotMatch(Trace(), output);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dialplans/test.yaml", TestAccount.Yaml());
        var configuration = folder.Write("softswitch.yaml", $$"""
            listen: [ { tls: "127.0.0.1:{{LoopbackPorts.Take()}}", certificate: {{folder.File("none.pem")}}, key: {{folder.File("none.pem")}} } ]

            """);

        var (status, output) = await RunAsync(folder, "--config", configuration);

        Assert.NotEqual(0, status);
        Assert.Contains("none.pem", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Trace(), output);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_told_with_a_suggestion()
    {
        using var folder = new TemporaryFolder();

        var (status, output) = await RunAsync(folder, "--set", "meda.ports=20000-30000");

        Assert.Equal(2, status);
        Assert.Contains("media.ports", output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output)> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        string[] basics = ["run", "--data", folder.File("data"), "--dialplans", folder.File("dialplans"), "--set", $"http=127.0.0.1:{LoopbackPorts.Take()}"];
        await using var process = SwitchProcess.Launch([.. basics, .. arguments]);
        var status = await process.WaitForExitAsync(Patience);
        return (status, process.Output);
    }

    /// <summary>A line of an exception's trace.</summary>
    [GeneratedRegex(@"^\s+at \S+\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trace();
}
