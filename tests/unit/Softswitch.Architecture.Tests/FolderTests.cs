using System.Text.RegularExpressions;

namespace Softswitch.Architecture.Tests;

/// <summary>The folders of a project, its capabilities, know each other one way only, as the projects do.</summary>
public sealed partial class FolderTests
{
    /// <summary>A worker receives and sends batches of datagrams, and the batches belong to a worker.</summary>
    private static readonly (string From, string To) Allowed = ("Softswitch.Net/Udp", "Softswitch.Net/Workers");

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "core")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_two_folders_know_each_other_in_a_circle(string project)
    {
        var arrows = Arrows(project);
        // What leads nowhere is in no circle, nor is what leads there alone.
        while (arrows.RemoveAll(arrow => arrows.TrueForAll(next => next.From != arrow.To)) > 0)
        {
        }

        Repository.AssertNone(arrows);
    }

    private static List<Arrow> Arrows(string project)
    {
        var files = Repository.Sources($"core/{project}").Where(file => file.Count(letter => letter == '/') > 2).ToDictionary(file => file, Code);
        var owners = files
            .SelectMany(file => Declarations().Matches(file.Value).Select(match => (Type: match.Groups[1].Value, Folder: FolderOf(file.Key))))
            .Distinct()
            .ToLookup(one => one.Type, one => one.Folder);
        return files
            .SelectMany(file => Names().Matches(file.Value).Select(match => match.Value).Distinct().Select(name => (File: file.Key, Name: name)))
            .Where(use => owners[use.Name].Count() == 1)
            .Select(use => new Arrow(FolderOf(use.File), owners[use.Name].Single(), use.Name, Path.GetFileName(use.File)))
            .Where(arrow => arrow.From != arrow.To && (arrow.From, arrow.To) != Allowed)
            .ToList();
    }

    /// <summary>A file without comments, texts, and the members of enumerations, which may be named like a type.</summary>
    private static string Code(string file) =>
        EnumerationMembers().Replace(CommentsAndTexts().Replace(string.Join('\n', Repository.Lines(file)), ""), "");

    /// <summary><c>core/Softswitch.Sip/Messages/Headers/Via.cs</c>: <c>Softswitch.Sip/Messages</c>.</summary>
    private static string FolderOf(string file) => string.Join('/', file.Split('/')[1..3]);

    [GeneratedRegex("""//.*|"(?:[^"\\\n]|\\.)*"|(?m:^using .*)""")]
    private static partial Regex CommentsAndTexts();

    [GeneratedRegex(@"(?m)^ +\w+(?: = [^,\n]*)?,$")]
    private static partial Regex EnumerationMembers();

    [GeneratedRegex(@"(?m)^(?:public|internal)[\w ]* (?:class|struct|interface|enum|record) ([A-Z]\w*)")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Names();

    private sealed record Arrow(string From, string To, string Type, string File)
    {
        public override string ToString() => $"{From} → {To}: {Type} in {File}";
    }
}
