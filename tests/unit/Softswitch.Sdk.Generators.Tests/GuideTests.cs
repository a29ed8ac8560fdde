namespace Softswitch.Sdk.Generators.Tests;

/// <summary>The code of the guide is code that works.</summary>
public sealed class GuideTests
{
    private const string Surroundings = """
        global using Microsoft.Extensions.Logging;
        global using Softswitch.Sdk.Sip;
        """;

    [Fact]
    public async Task The_code_of_the_guide_is_a_plugin_without_a_fault()
    {
        var plugin = Compiled.With(new() { ["PluginId"] = "acme.survey" }, [Surroundings, .. Blocks(File.ReadAllText(Path.Combine(Repository.Root, "docs", "plugins", "README.md")))]);

        Assert.Empty(await plugin.AnalyzeAsync());
        var module = plugin.Load();
        Assert.Equal("survey", Assert.Single(module.Steps).Name);
        Assert.Equal((1, 1, 1, 1, 1), (module.Handlers.Count, module.Endpoints.Count, module.Tasks.Count, module.Policies.Count, module.Distributions.Count));
    }

    private static IEnumerable<string> Blocks(string page)
    {
        const string Fence = "```csharp\n";
        for (var start = page.IndexOf(Fence, StringComparison.Ordinal); start >= 0; start = page.IndexOf(Fence, start, StringComparison.Ordinal))
        {
            start += Fence.Length;
            yield return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        }
    }
}
