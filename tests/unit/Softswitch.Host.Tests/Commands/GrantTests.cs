using System.CommandLine;
using Softswitch.Host.Commands;
using Softswitch.Host.Commands.Plugins;
using Softswitch.Host.Configuration;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Host.Tests.Commands;

/// <summary>A plugin that was brought into force for one reseller: its accounts run it, the others cannot, and the layers above say what else may be done.</summary>
public sealed class GrantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;

    public GrantTests()
    {
        Write("_resellers/north/north.yaml", "dialplan: 1\nlayer: north\n");
        Write("_resellers/south/south.yaml", "dialplan: 1\nlayer: south\n");
        WriteAccount("tenant", "north");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_accounts_of_a_reseller_run_its_plugin()
    {
        await InstallAsync(TestPlugin.Returning("gate", "open"), "north");

        Assert.Equal("1 account(s) checked, nothing found\n", await RunAsync(ExitCodes.Success, "check"));
        Assert.Contains("gate = open", await RunAsync(ExitCodes.Success, "simulate", "tenant", "200"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("south", "it is in force for others; for this reseller's accounts: softswitch plugin apply gate --reseller south")]
    [InlineData(null, "it is in force for the accounts of a reseller only, whose files name it: reseller: NAME")]
    public async Task A_foreign_account_that_uses_it_is_refused_and_not_told_whose_it_is(string? reseller, string reason)
    {
        await InstallAsync(TestPlugin.Returning("gate", "open"), "north");
        WriteAccount("stranger", reseller);

        var said = await RunAsync(ExitCodes.Findings, "check");

        Assert.Equal($"{_folder}/dialplans/stranger.yaml:4:9 SSW2216 plugin 'gate' is not granted to account 'stranger': {reason}\n1 finding(s)\n", said);
    }

    [Fact]
    public async Task Each_reseller_has_a_version_of_its_own_and_the_others_have_everybodys()
    {
        WriteAccount("stranger", "south");
        WriteAccount("nobodys", null);
        await InstallAsync(TestPlugin.Returning("gate", "open", "1.0.0"), null);
        await InstallAsync(TestPlugin.Returning("gate", "open", "1.1.0"), "north");
        await InstallAsync(TestPlugin.Returning("gate", "open", "1.2.0"), "south");

        Assert.Contains("gate@1.1.0", await RunAsync(ExitCodes.Success, "simulate", "tenant", "200", "--json"), StringComparison.Ordinal);
        Assert.Contains("gate@1.2.0", await RunAsync(ExitCodes.Success, "simulate", "stranger", "200", "--json"), StringComparison.Ordinal);
        Assert.Contains("gate@1.0.0", await RunAsync(ExitCodes.Success, "simulate", "nobodys", "200", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plugin_needs_has_to_be_granted_by_the_layer_that_answers_for_it()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest => manifest["needs"] = new System.Text.Json.Nodes.JsonArray("http.out");
        await InstallAsync(plugin, "north");

        Assert.Contains(
            "tenant.yaml:4:9 SSW2216 plugin 'gate' is not granted to account 'tenant': it needs 'http.out'; expected grants: { gate: { needs: [\"http.out\"] } } in _resellers/north/*.yaml",
            await RunAsync(ExitCodes.Findings, "check"),
            StringComparison.Ordinal);

        Write("_resellers/north/north.yaml", "dialplan: 1\nlayer: north\ngrants: { gate: { needs: [\"http.out\"] } }\n");
        Assert.Equal("1 account(s) checked, nothing found\n", await RunAsync(ExitCodes.Success, "check"));

        Write("_platform/platform.yaml", "dialplan: 1\nlayer: platform\ngrants: { gate: off }\n");
        Assert.Contains("it is off there; expected grants: { gate: ^1.0 } in _platform/*.yaml", await RunAsync(ExitCodes.Findings, "check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_whose_step_an_account_may_not_use_is_refused_where_it_uses_the_plugin()
    {
        await InstallAsync(TestPlugin.Returning("gate", "open"), null);
        Write("_resellers/north/north.yaml", "dialplan: 1\nlayer: north\nuses: { gate: ^1 }\nnumbers: { \"300\": { gate: {}, then: { open: end } } }\n");
        Write("tenant.yaml", "dialplan: 1\naccount: tenant\nreseller: north\ndomains: [tenant.example]\n");
        Assert.Equal("1 account(s) checked, nothing found\n", await RunAsync(ExitCodes.Success, "check"));

        Write("_platform/platform.yaml", "dialplan: 1\nlayer: platform\ngrants: { gate: { accounts: [other] } }\n");

        Assert.Equal(
            $"{_folder}/dialplans/_resellers/north/north.yaml:3:9 SSW2216 plugin 'gate' is not granted to account 'tenant': others are named there; "
            + $"expected grants: {{ gate: {{ accounts: [..., tenant] }} }} in _platform/*.yaml; its calls come to {_folder}/dialplans/_resellers/north/north.yaml:4\n1 finding(s)\n",
            await RunAsync(ExitCodes.Findings, "check"));
    }

    private void WriteAccount(string name, string? reseller) => Write($"{name}.yaml", $$"""
        dialplan: 1
        account: {{name}}
        {{(reseller is null ? "# of no reseller" : "reseller: " + reseller)}}
        uses: { gate: ^1 }
        domains: [{{name}}.example]
        numbers: { "200": main }
        flows: { main: [ { gate: {}, then: { open: end } } ] }
        """);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, "dialplans", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task InstallAsync(TestPlugin plugin, string? reseller)
    {
        using var output = new StringWriter();
        var tool = new PluginTool(new SwitchConfiguration { Data = Path.Combine(_folder, "data"), Plugins = Path.Combine(_folder, "in-box"), Http = null }, output);
        var code = await tool.InstallAsync(plugin.Pack(_folder));
        if (code == ExitCodes.Success) code = await tool.ApplyAsync(new ApplyRequest([$"{plugin.Id}@{plugin.Version}"]) { Reseller = reseller }, CancellationToken.None);
        Assert.True(code == ExitCodes.Success, output.ToString());
    }

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        string[] all = [.. arguments, "--data", Path.Combine(_folder, "data"), "--dialplans", Path.Combine(_folder, "dialplans")];
        var code = await SwitchCommands.Create().Parse(all).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        Assert.True(code == expected, $"{code}: {output}{errors}");
        return output.ToString();
    }
}
