using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Readme;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Packages;

/// <summary>A reseller builds its plugin from the packed SDK and brings it to its tenants: docs/plugins/resellers.md.</summary>
[Collection(SdkPackages.Collection)]
public sealed class ResellerPluginTests(SdkPackages sdk)
{
    private const int JingleHertz = 700;
    private const int GreetingHertz = 1600;

    [Fact]
    public async Task A_tenant_of_the_reseller_hears_its_plugin_and_the_tenant_of_another_is_refused()
    {
        var package = await sdk.PackSampleAsync("reseller-welcome", "North.Welcome.1.0.0.nupkg");
        await using var process = await SwitchProcess.StartAsync();
        await SoftswitchAsync(process, "plugin", "install", package);
        Assert.Contains("The plugins are in force", await SoftswitchAsync(process, "plugin", "apply", "north.welcome", "--reseller", "north"), StringComparison.Ordinal);

        // As printed on the page, the stranger beside it.
        var page = Path.Combine(SwitchProcess.Root, "docs/plugins/resellers.md");
        var plans = ReadmeSection.Read(page, "Bring it to the tenants").Blocks.Where(block => block.Language == "yaml").ToList();
        foreach (var plan in plans) Write(process, plan.File!["dialplans/".Length..], plan.Text);
        Write(process, "_resellers/south/south.yaml", "dialplan: 1\nlayer: south\n");
        Write(process, "stranger.yaml", plans[1].Text.Replace("north\n", "south\n", StringComparison.Ordinal).Replace("tenant", "stranger", StringComparison.Ordinal));
        WritePrompt(process, "north-jingle", JingleHertz);
        WritePrompt(process, "tenant-greeting", GreetingHertz);

        var (status, body) = await process.ReloadAsync(TestAccount.Yaml());
        Assert.Equal(422, status);
        var finding = Assert.Single(body.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("SSW", StringComparison.Ordinal));
        Assert.EndsWith(
            "dialplans/stranger.yaml:5:9 SSW2216 plugin 'north.welcome' is not granted to account 'stranger': it is in force for others; for this reseller's accounts: softswitch plugin apply north.welcome --reseller south",
            finding,
            StringComparison.Ordinal);

        await using var caller = await Baresip.StartAsync(new BaresipOptions("100", "tenant.localhost", 440) { Secret = "evergreen", RegistrarPort = process.SipPort });
        await caller.DialAsync("sip:200@tenant.localhost");
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(JingleHertz);
        await caller.HearsAsync(GreetingHertz);
        await caller.WaitForAsync("CALL_CLOSED");
        await caller.DialAsync("sip:200@tenant.localhost");
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(GreetingHertz);
    }

    private static async Task<string> SoftswitchAsync(SwitchProcess process, params string[] arguments)
    {
        await using var command = SwitchProcess.Launch([.. arguments, "--config", process.Configuration]);
        return await command.WaitForExitAsync(TimeSpan.FromMinutes(1)) == 0 ? command.Output : throw new InvalidOperationException(command.Output);
    }

    private static void Write(SwitchProcess process, string file, string text)
    {
        var path = Path.Combine(process.DialplanFolder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WritePrompt(SwitchProcess process, string name, int hertz)
    {
        var folder = Directory.CreateDirectory(Path.Combine(process.DialplanFolder, "tenant", "prompts")).FullName;
        ToneFile.Write(Path.Combine(folder, name + ".wav"), hertz, seconds: 4);
    }
}
