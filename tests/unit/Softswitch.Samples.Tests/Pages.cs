namespace Softswitch.Samples.Tests;

/// <summary>What the pages about plugins print.</summary>
internal static class Pages
{
    private const string Fence = "```yaml\n";

    /// <summary>Blocks of YAML of a page, in their order.</summary>
    public static IReadOnlyList<string> Yaml(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "plugins", page));
        var blocks = new List<string>();
        for (var start = text.IndexOf(Fence, StringComparison.Ordinal); start >= 0; start = text.IndexOf(Fence, start, StringComparison.Ordinal))
        {
            start += Fence.Length;
            blocks.Add(text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);
        }

        return blocks;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Framework.sln");
        return folder.FullName;
    }
}
