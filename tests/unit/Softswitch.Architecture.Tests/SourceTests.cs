namespace Softswitch.Architecture.Tests;

/// <summary>Rules of the house that no compiler checks.</summary>
public sealed class SourceTests
{
    private const int MostLines = 400;

    private static readonly string[] Everywhere = ["core", "sdk", "plugins", "samples", "tests", "docs", "dialplans"];

    // Put together here, so that this file does not hold them.
    private static readonly string[] ForbiddenWords =
        ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "/wo" + "rk/", "#reg" + "ion", "/ho" + "me/"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Repository.Sources("core", "sdk", "plugins", "samples", "tests")
            .Select(file => (file, Count: Repository.Lines(file).Length))
            .Where(file => file.Count > MostLines);

        Repository.AssertNone(tooLong.ToList());
    }

    [Fact]
    public void No_file_holds_a_word_that_leaves_work_behind_or_names_one_machine() =>
        Repository.AssertNone(Occurrences(ForbiddenWords));

    [Fact]
    public void Nothing_is_left_unimplemented() => Repository.AssertNone(Occurrences("NotImplemented" + "Exception"));

    private static List<string> Occurrences(params string[] words) =>
        (from file in Repository.TextFiles(Everywhere)
         let lines = Repository.Lines(file)
         from number in Enumerable.Range(0, lines.Length)
         from word in words
         where lines[number].Contains(word, StringComparison.Ordinal)
         select $"{file}:{number + 1}: {word}").ToList();
}
