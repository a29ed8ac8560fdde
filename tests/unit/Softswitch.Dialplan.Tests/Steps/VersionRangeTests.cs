using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Tests.Steps;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("^1", "1.0.0", true)]
    [InlineData("^1", "1.9.3", true)]
    [InlineData("^1", "2.0.0", false)]
    [InlineData("^1.2", "1.1.9", false)]
    [InlineData("^1.2", "1.2.0", true)]
    [InlineData("^0.3", "0.3.7", true)]
    [InlineData("^0.3", "0.4.0", false)]
    [InlineData("^0", "0.4.0", true)]
    [InlineData("~1.2", "1.2.9", true)]
    [InlineData("~1.2", "1.3.0", false)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("^1", "1.5.0-rc.1", false)]
    [InlineData("1.5.0-rc.1", "1.5.0-rc.1", true)]
    public void A_range_holds_what_is_compatible(string range, string version, bool expected)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.True(SemanticVersion.TryParse(version, out var one));

        Assert.Equal(expected, parsed.Contains(one));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("~1")]
    [InlineData("^")]
    [InlineData("^a")]
    [InlineData("^1.2.3.4")]
    [InlineData(">=1")]
    [InlineData("^01")]
    [InlineData("*")]
    public void Anything_else_is_none(string range) => Assert.False(VersionRange.TryParse(range, out _));

    [Fact]
    public void Versions_are_ordered_as_SemVer_says()
    {
        string[] ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0"];

        Assert.Equal(ordered, ordered.Reverse().Select(Parse).Order().Select(version => version.ToString()));
    }

    private static SemanticVersion Parse(string text) => SemanticVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
