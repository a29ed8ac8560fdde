using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Softswitch.Integration.Tests.Packages;

/// <summary>What an author does: makes a plugin of the template, builds, tests and packs it against the packages of the SDK.</summary>
[Collection(SdkPackages.Collection)]
public sealed class PluginPackageTests(SdkPackages sdk)
{
    // The framework's own analyzers take most of a small build's time.
    private const string OwnRulesOnly = "-p:EnableNETAnalyzers=false";

    [Fact]
    public async Task A_plugin_of_the_template_is_packed_with_all_the_switch_needs()
    {
        var folder = await sdk.CreatePluginAsync("Contoso.NightDesk");

        var output = await sdk.BuildAsync(folder, "pack", "src/Contoso.NightDesk", "-o", "packages");

        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);

        using var package = ZipFile.OpenRead(Path.Combine(folder, "packages", "Contoso.NightDesk.1.0.0.nupkg"));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Superset(
            new HashSet<string> { "plugin.json", "hashes.json", "schemas/night-desk.json", "docs/README.md", "plugin/Contoso.NightDesk.dll", "plugin/Contoso.NightDesk.deps.json" },
            files.ToHashSet());
        Assert.DoesNotContain(files, file => file.StartsWith("lib/", StringComparison.Ordinal) || file.Contains("Softswitch.", StringComparison.Ordinal));
        Assert.Contains("<packageType name=\"SoftswitchPlugin\" />", Read(package, "Contoso.NightDesk.nuspec"), StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", Read(package, "Contoso.NightDesk.nuspec"), StringComparison.Ordinal);

        var manifest = JsonDocument.Parse(Read(package, "plugin.json")).RootElement;
        Assert.Equal(("contoso.night-desk", "1.0.0", "1.0"), (Text(manifest, "id"), Text(manifest, "version"), Text(manifest, "sdk")));
        Assert.Equal("night-desk", Text(manifest.GetProperty("steps")[0], "name"));
        foreach (var file in JsonDocument.Parse(Read(package, "hashes.json")).RootElement.GetProperty("files").EnumerateObject())
        {
            using var content = package.GetEntry(file.Name)!.Open();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Value.GetString());
        }
    }

    [Fact]
    public async Task The_tests_of_the_template_pass_as_they_are_made()
    {
        var folder = await sdk.CreatePluginAsync("Contoso.NightDesk");

        var output = await sdk.BuildAsync(folder, "test", "tests/Contoso.NightDesk.Tests");

        Assert.Matches(@"Passed!  - Failed: +0, Passed: +5, Skipped: +0", output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_of_the_template_is_25_lines_of_code_and_10_of_a_plan()
    {
        var folder = await sdk.CreatePluginAsync("Hello");

        Assert.InRange((await File.ReadAllLinesAsync(Path.Combine(folder, "src/Hello/HelloStep.cs"))).Length, 1, 25);
        var plan = await File.ReadAllLinesAsync(Path.Combine(folder, "dialplan.yaml"));
        Assert.InRange(plan.Length, 1, 10);
        Assert.Contains("uses: { hello: ^1 }", plan);
    }

    [Fact]
    public async Task Code_that_would_end_the_switch_does_not_build()
    {
        var folder = await sdk.CreatePluginAsync("Acme.Bad");
        var step = Path.Combine(folder, "src/Acme.Bad/BadStep.cs");
        await File.WriteAllTextAsync(step, (await File.ReadAllTextAsync(step)).Replace("return \"vip\";", "Environment.Exit(1);", StringComparison.Ordinal));

        var (status, output) = await sdk.TryBuildAsync(folder, "build", "src/Acme.Bad", OwnRulesOnly);

        Assert.NotEqual(0, status);
        Assert.Matches(@"BadStep\.cs\(\d+,\d+\): error SSW1104: Environment\.Exit ends the switch", output);
    }

    [Theory]
    [InlineData("<PackageReference Include=\"Softswitch.Sdk.Testing\" Version=\"1.0.0\" />", "error SSW1041: Softswitch.Dialplan is a part of the switch")]
    [InlineData("<None Include=\"$(PkgSoftswitch_Sdk)/lib/net10.0/Softswitch.Sdk.dll\" CopyToOutputDirectory=\"Always\" />", "/Softswitch.Sdk.dll : error SSW1501: ")]
    public async Task A_plugin_with_a_part_of_the_switch_in_it_does_not_build(string item, string error)
    {
        var folder = await sdk.CreatePluginAsync("Acme.Greedy");
        var project = Path.Combine(folder, "src/Acme.Greedy/Acme.Greedy.csproj");
        var text = await File.ReadAllTextAsync(project);
        await File.WriteAllTextAsync(project, text.Replace("Version=\"1.0.0\" />", "Version=\"1.0.0\" GeneratePathProperty=\"true\" />" + item, StringComparison.Ordinal));

        var (status, output) = await sdk.TryBuildAsync(folder, "build", "src/Acme.Greedy", OwnRulesOnly);

        Assert.NotEqual(0, status);
        Assert.Contains(error, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Libraries_of_the_plugin_come_with_it_and_the_SDK_does_not_whoever_references_it()
    {
        // Each of the two references the SDK.
        var folder = await sdk.CreatePluginAsync("Acme.Layered");
        Directory.CreateDirectory(Path.Combine(folder, "src/Common"));
        await File.WriteAllTextAsync(Path.Combine(folder, "src/Common/Common.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Softswitch.Sdk" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "src/Common/Common.cs"), "public static class Common { public static Softswitch.Sdk.Outcome Vip => \"vip\"; }");
        var project = Path.Combine(folder, "src/Acme.Layered/Acme.Layered.csproj");
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project)).Replace(
            "<PackageReference Include=\"Softswitch.Sdk\" Version=\"1.0.0\" />",
            "<PackageReference Include=\"Softswitch.Sdk\" Version=\"1.0.0\" /><ProjectReference Include=\"../Common/Common.csproj\" />",
            StringComparison.Ordinal));

        await sdk.BuildAsync(folder, "build", "src/Acme.Layered", OwnRulesOnly);

        var output = Path.Combine(folder, "src/Acme.Layered/bin/Release/net10.0");
        Assert.True(File.Exists(Path.Combine(output, "Common.dll")));
        Assert.False(File.Exists(Path.Combine(output, "Softswitch.Sdk.dll")));
        Assert.DoesNotContain("Softswitch.Sdk.dll", await File.ReadAllTextAsync(Path.Combine(output, "Acme.Layered.deps.json")), StringComparison.Ordinal);
    }

    private static string Read(ZipArchive package, string file)
    {
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
