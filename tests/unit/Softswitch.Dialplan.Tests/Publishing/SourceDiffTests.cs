using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Publishing;

public sealed class SourceDiffTests
{
    [Fact]
    public void Lines_that_came_and_went_stand_among_those_that_stay()
    {
        var before = string.Concat(Enumerable.Range(1, 30).Select(i => $"line {i}\n"));
        var after = before.Replace("line 10\n", "line ten\n", StringComparison.Ordinal).Replace("line 25\n", "", StringComparison.Ordinal);

        var diff = SourceDiff.Of(new PlanContents([new SourceFile("a.yaml", before)], []), new PlanContents([new SourceFile("a.yaml", after)], []));

        Assert.Equal(
            [
                "--- a.yaml", "+++ a.yaml",
                "@@ -7 +7 @@", " line 7", " line 8", " line 9", "-line 10", "+line ten", " line 11", " line 12", " line 13",
                "@@ -22 +22 @@", " line 22", " line 23", " line 24", "-line 25", " line 26", " line 27", " line 28",
            ],
            diff);
    }

    [Fact]
    public void Files_that_came_and_went_are_told() => Assert.Equal(
        ["--- a/1.yaml", "+++ /dev/null", "@@ -1 +1 @@", "-x", "--- /dev/null", "+++ a/3.yaml", "@@ -1 +1 @@", "+y"],
        SourceDiff.Of(new PlanContents([new SourceFile("a/1.yaml", "x\n"), new SourceFile("a/2.yaml", "z")], []), new PlanContents([new SourceFile("a/2.yaml", "z"), new SourceFile("a/3.yaml", "y\n")], [])));

    [Fact]
    public void What_lies_beside_a_plan_differs_line_by_line_where_it_is_text()
    {
        var diff = SourceDiff.Of(
            new PlanContents([], [new PlanFile("cr.ics", "a\nb\n"u8.ToArray()), new PlanFile("key.bin", new byte[] { 0xFF, 1 })]),
            new PlanContents([], [new PlanFile("cr.ics", "a\nc\n"u8.ToArray()), new PlanFile("key.bin", new byte[] { 0xFF, 2, 3 })])).ToList();

        Assert.Equal(["--- cr.ics", "+++ cr.ics", "@@ -1 +1 @@", " a", "-b", "+c", "--- key.bin", "+++ key.bin", "@@ -1 +1 @@"], diff[..9]);
        Assert.StartsWith("-2 bytes, SHA-256 ", diff[9], StringComparison.Ordinal);
        Assert.StartsWith("+3 bytes, SHA-256 ", diff[10], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_packed_and_come_back_as_they_were()
    {
        SourceFile[] files = [new("a/1.yaml", "dialplan: 1\n"), new("a/ü.yaml", "é\r\n")];

        PlanFile[] beside = [new("holidays/cr.ics", "BEGIN"u8.ToArray()), new("empty", default)];

        var source = PlanSource.Of(files, beside);
        var contents = PlanSource.FromPacked(source.Packed.ToArray(), source.Hash.ToArray()).Unpack();

        Assert.Equal(files, contents.Sources);
        Assert.Equal([("holidays/cr.ics", "BEGIN"), ("empty", "")], contents.Beside.Select(file => (file.Path, file.Text)));
        Assert.NotEqual(source.Hash.ToArray(), PlanSource.Of(files).Hash.ToArray());
        Assert.NotEqual(source.Hash.ToArray(), PlanSource.Of(files.Reverse(), beside).Hash.ToArray());
        Assert.Throws<InvalidDataException>(() => PlanSource.FromPacked([1, 2, 3], []).Unpack());
    }
}
