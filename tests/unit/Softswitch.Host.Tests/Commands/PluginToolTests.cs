using System.Net;
using Softswitch.Host.Commands.Plugins;
using Softswitch.Host.Configuration;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Host.Tests.Commands;

/// <summary><c>softswitch plugin …</c>, with the switch stopped and with the switch running.</summary>
public sealed class PluginToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;

    public PluginToolTests()
    {
        // PostgreSQL's own user passes through when the tests run as root.
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Path.Combine(_folder, "dialplans"));
        File.WriteAllText(Path.Combine(_folder, "dialplans/acme.yaml"), "dialplan: 1\naccount: acme\ndomains: [acme.example]\nextensions:\n  \"100\": { secret: abc }\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_package_is_verified_installed_applied_listed_and_explained_while_the_switch_is_stopped()
    {
        var package = TestPlugin.Returning("acme.gate", "open").Pack(_folder);

        Assert.Contains("acme.gate@1.0.0 is good", await Run(tool => tool.VerifyAsync(package)), StringComparison.Ordinal);
        Assert.Contains("softswitch plugin apply acme.gate@1.0.0", await Run(tool => tool.InstallAsync(package)), StringComparison.Ordinal);
        Assert.Contains("installed", await Run(tool => tool.ListAsync(CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("comes into force when it starts", await Apply("acme.gate"), StringComparison.Ordinal);
        Assert.Contains("locked", await Run(tool => tool.ListAsync(CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("Softswitch.Sdk 1.0.0.0: shared with the switch", await Run(tool => tool.ExplainAsync("acme.gate", CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_package_is_all_said_and_nothing_is_installed()
    {
        var plugin = TestPlugin.Returning("acme.gate", "open");
        plugin.Manifest += manifest =>
        {
            manifest["sdk"] = "1.99";
            manifest["framework"] = "net99.0";
        };

        var said = await Run(tool => tool.InstallAsync(plugin.Pack(_folder)), ExitCodes.Findings);

        Assert.Contains("2 problem(s)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("acme.gate", await Run(tool => tool.ListAsync(CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_resellers_and_states_are_chosen_by_name_and_what_is_not_there_is_said()
    {
        foreach (var version in new[] { "1.0.0", "1.1.0" })
        {
            var package = TestPlugin.Returning("gate", "open", version).Pack(_folder);
            await Run(tool => tool.InstallAsync(package));
        }

        await Apply("gate@1.0.0", reseller: "telco");
        Assert.Equal(("1.0.0", "telco", false), Locked().Single());
        await Apply("gate");
        Assert.Equal(("1.1.0", "telco", false), Locked().Single());
        await Apply("gate@1.0.0", isBeside: true);
        Assert.Equal(["1.0.0", "1.1.0"], Locked().Select(plugin => plugin.Version).Order());
        await Apply("gate@1.0.0", change: "remove");
        await Apply("gate", change: "disable");
        Assert.Equal(("1.1.0", "telco", true), Locked().Single());
        await Apply("gate", change: "enable");
        Assert.False(Locked().Single().IsDisabled);
        Assert.Contains("gate 9.0.0 is not installed; there is 1.0.0, 1.1.0", await Apply("gate@9.0.0", expected: ExitCodes.Findings), StringComparison.Ordinal);
        Assert.Contains("other is not in plugins.lock", await Apply("other", change: "remove", expected: ExitCodes.Findings), StringComparison.Ordinal);
        Assert.Contains("'new' is no version", await Apply("gate@new", expected: ExitCodes.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_switch_comes_with_is_there_is_switched_off_and_gives_way_to_another_version()
    {
        TestPlugin.Returning("gate", "shipped").Build(Path.Combine(_folder, "in-box/gate"));
        Assert.Contains("comes with the switch", await Run(tool => tool.ListAsync(CancellationToken.None)), StringComparison.Ordinal);

        await Apply("gate", change: "disable");
        Assert.Equal(("1.0.0", null, true), Locked().Single());
        Assert.Contains("comes with the switch, switched off", await Run(tool => tool.ListAsync(CancellationToken.None)), StringComparison.Ordinal);
        await Apply("gate", change: "enable");
        Assert.Empty(Locked());
        Assert.Contains("comes with the switch: switch it off", await Apply("gate", change: "remove", expected: ExitCodes.Findings), StringComparison.Ordinal);

        await InstallAndApplyAsync(TestPlugin.Returning("gate", "open", "1.1.0"), null);
        Assert.Equal(("1.1.0", null, false), Locked().Single());
        await Apply("gate@1.0.0");
        Assert.Empty(Locked());
    }

    [Fact]
    public async Task A_plugin_is_exchanged_while_the_switch_runs_and_a_bad_one_leaves_everything_as_it_was()
    {
        await InstallAndApplyAsync(TestPlugin.Returning("gate", "open", "1.0.0"), null);
        await using var process = new SwitchProcess(_folder, "run", "--data", Path.Combine(_folder, "data"), "--dialplans", Path.Combine(_folder, "dialplans"));
        await process.UntilReadyAsync();
        var http = new IPEndPoint(IPAddress.Loopback, process.Http.Port);
        Assert.Contains("gate                             1.0.0        Active, 0 calls", await Run(tool => tool.ListAsync(CancellationToken.None), http: http), StringComparison.Ordinal);

        Assert.Contains("The plugins are in force", await InstallAndApplyAsync(TestPlugin.Returning("gate", "open", "1.1.0"), http), StringComparison.Ordinal);
        Assert.Contains("gate@1.1.0#2 Active, InProcess", await Run(tool => tool.ExplainAsync("gate", CancellationToken.None), http: http), StringComparison.Ordinal);

        var bad = new TestPlugin("gate", "1.2.0") { ModuleMembers = "public MadeModule() => throw new InvalidOperationException(\"no licence\");" }.Step("gate", "return new(\"done\");");
        var said = await InstallAndApplyAsync(bad, http, ExitCodes.Findings);
        Assert.Contains("no licence", said, StringComparison.Ordinal);
        Assert.Equal("1.1.0", Locked().Single().Version);
        using var client = new HttpClient { BaseAddress = process.Http };
        Assert.Contains("softswitch_plugin_calls{plugin=\"gate\",version=\"1.1.0\",generation=\"2\",state=\"Active\"} 0", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync("/plugins/apply")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/plugins/none")).StatusCode);

        process.SendHangup();
        await process.UntilLoggedAsync("The accounts were read again");
        Assert.Equal(ExitCodes.Success, await process.StopAsync());
    }

    [Fact]
    public async Task A_version_that_accounts_in_force_ask_for_is_neither_replaced_nor_removed_unless_it_is_forced()
    {
        await InstallAndApplyAsync(TestPlugin.Returning("gate", "open", "1.0.0"), null);
        var file = Path.Combine(_folder, "dialplans/acme.yaml");
        File.AppendAllText(file, "uses: { gate: ^1 }\n");
        await using var process = new SwitchProcess(_folder, "run", "--data", Path.Combine(_folder, "data"), "--dialplans", Path.Combine(_folder, "dialplans"));
        await process.UntilReadyAsync();
        var http = new IPEndPoint(IPAddress.Loopback, process.Http.Port);
        var expected = $"SSW3138 gate 1.0.0 goes, and 1 account(s) ask for it: acme ({file}:6:9 ^1); ";

        Assert.StartsWith(expected, await InstallAndApplyAsync(TestPlugin.Returning("gate", "open", "2.0.0"), http, ExitCodes.Findings), StringComparison.Ordinal);
        Assert.StartsWith(expected, await Apply("gate", change: "remove", http: http, expected: ExitCodes.Findings), StringComparison.Ordinal);
        Assert.Equal("1.0.0", Locked().Single().Version);

        await Apply("gate@2.0.0", isBeside: true, http: http);
        Assert.StartsWith(expected, await Apply("gate@1.0.0", change: "remove", http: http, expected: ExitCodes.Findings), StringComparison.Ordinal);
        await Apply("gate@1.0.0", change: "remove", http: http, isForced: true);
        Assert.Equal("2.0.0", Locked().Single().Version);
        Assert.Equal(ExitCodes.Success, await process.StopAsync());
    }

    [Fact]
    public async Task What_the_switch_comes_with_is_ready_for_accounts_that_were_in_force_before_it_was_started()
    {
        TestPlugin.Returning("gate", "shipped").Build(Path.Combine(_folder, "in-box/gate"));
        TestPlugin.Returning("other", "shipped").Build(Path.Combine(_folder, "in-box/other"));
        File.AppendAllText(Path.Combine(_folder, "dialplans/acme.yaml"), "uses: { gate: ^1 }\n");
        for (var start = 0; start < 2; start++)
        {
            await using var process = new SwitchProcess(
                _folder, "run", "--data", Path.Combine(_folder, "data"), "--dialplans", Path.Combine(_folder, "dialplans"), "--set", "plugins=" + Path.Combine(_folder, "in-box"));
            await process.UntilReadyAsync();
            var http = new IPEndPoint(IPAddress.Loopback, process.Http.Port);

            var said = "";
            for (var tries = 0; !said.Contains("shared with the switch", StringComparison.Ordinal); tries++)
            {
                Assert.True(tries < 100, said);
                await Task.Delay(50);
                said = await Run(tool => tool.ExplainAsync("gate", CancellationToken.None), http: http);
            }

            Assert.DoesNotContain("shared with the switch", await Run(tool => tool.ExplainAsync("other", CancellationToken.None), http: http), StringComparison.Ordinal);
            Assert.Equal(ExitCodes.Success, await process.StopAsync());
        }
    }

    private async Task<string> InstallAndApplyAsync(TestPlugin plugin, IPEndPoint? http, int expected = ExitCodes.Success)
    {
        var package = plugin.Pack(_folder);
        await Run(tool => tool.InstallAsync(package));
        return await Apply($"{plugin.Id}@{plugin.Version}", http: http, expected: expected);
    }

    private Task<string> Apply(string plugin, string? reseller = null, string? change = null, bool isBeside = false, IPEndPoint? http = null, int expected = ExitCodes.Success, bool isForced = false) =>
        Run(tool => tool.ApplyAsync(new ApplyRequest([plugin]) { Reseller = reseller, Change = change, IsBeside = isBeside, IsForced = isForced }, CancellationToken.None), expected, http);

    private async Task<string> Run(Func<PluginTool, Task<int>> run, int expected = ExitCodes.Success, IPEndPoint? http = null)
    {
        using var output = new StringWriter();
        var code = await run(new PluginTool(new SwitchConfiguration { Data = Path.Combine(_folder, "data"), Plugins = Path.Combine(_folder, "in-box"), Http = http }, output));
        Assert.True(code == expected, output.ToString());
        return output.ToString();
    }

    private List<(string Version, string? Reseller, bool IsDisabled)> Locked() =>
        [.. PluginLock.Read(Path.Combine(_folder, "data/plugins"), []).Select(plugin => (plugin.Version.ToString(), plugin.Reseller, plugin.IsDisabled))];
}
