namespace Softswitch.Architecture.Tests;

/// <summary>Rules of the house that no compiler checks.</summary>
public sealed class SourceTests
{
    private const int MostLines = 400;

    private static readonly string[] Everywhere = ["core", "sdk", "plugins", "samples", "tests", "docs", "dialplans"];

    // Put together here, so that this file does not hold them.
    private static readonly string[] ForbiddenWords =
        ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "/wo" + "rk/", "#reg" + "ion", "NotImplemented" + "Exception", "/ho" + "me/"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Repository.Sources("core", "sdk", "plugins", "samples", "tests")
            .Select(file => (file, Count: Repository.Lines(file).Length))
            .Where(file => file.Count > MostLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_holds_a_word_that_leaves_work_behind_or_names_one_machine()
    {
        var found =
            from file in Repository.TextFiles(Everywhere)
            let lines = Repository.Lines(file)
            from number in Enumerable.Range(0, lines.Length)
            from word in ForbiddenWords
            where lines[number].Contains(word, StringComparison.Ordinal)
            select $"{file}:{number + 1}: {word}";

        Assert.Empty(found);
    }

    [Fact]
    public void Every_name_of_a_test_is_a_sentence()
    {
        var found =
            from file in Repository.Sources("tests/unit", "tests/conformance", "tests/integration")
            let lines = Repository.Lines(file)
            from number in Enumerable.Range(0, Math.Max(0, lines.Length - 1))
            where lines[number].Trim() is "[Fact]" or "[Theory]"
            let name = lines.Skip(number + 1).First(line => !line.TrimStart().StartsWith('[') && line.Contains('('))
            where !name[..name.IndexOf('(', StringComparison.Ordinal)].Contains('_')
            select $"{file}:{number + 1}: {name.Trim()}";

        Assert.Empty(found);
    }
}
