using System.Text.RegularExpressions;

namespace Softswitch.Integration.Tests.Readme;

/// <summary>A section of a page in Markdown: the blocks that are printed in it, in their order.</summary>
internal sealed partial class ReadmeSection
{
    private ReadmeSection(IReadOnlyList<ReadmeBlock> blocks) => Blocks = blocks;

    public IReadOnlyList<ReadmeBlock> Blocks { get; }

    /// <summary>Reads the section of a heading, without those that follow it.</summary>
    public static ReadmeSection Read(string path, string heading)
    {
        var page = File.ReadAllText(path);
        var begin = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (begin < 0) throw new InvalidDataException($"{path} has no section '{heading}'");
        var end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        var section = page[begin..(end < 0 ? page.Length : end)];
        var blocks = new List<ReadmeBlock>();
        var before = 0;
        foreach (Match block in Fence().Matches(section))
        {
            var file = FileName().Matches(section[before..block.Index]).LastOrDefault()?.Groups["file"].Value;
            blocks.Add(new ReadmeBlock(block.Groups["language"].Value, file, block.Groups["text"].Value));
            before = block.Index + block.Length;
        }

        return new ReadmeSection(blocks);
    }

    /// <summary>The only block in a language.</summary>
    public ReadmeBlock Only(string language) => Blocks.Single(block => block.Language == language);

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    /// <summary>A path with a file's ending, as it is printed in a sentence.</summary>
    [GeneratedRegex("`(?<file>[^` ]+\\.[a-z]+)`")]
    private static partial Regex FileName();
}

/// <summary>A block of a page.</summary>
/// <param name="Language">What it is in; empty for commands.</param>
/// <param name="File">The file that was named last before it, or null.</param>
/// <param name="Text">What is printed, with the end of the last line.</param>
internal sealed record ReadmeBlock(string Language, string? File, string Text)
{
    public bool IsCommands => Language.Length == 0;

    public int Lines => Text.Count(letter => letter == '\n');
}
