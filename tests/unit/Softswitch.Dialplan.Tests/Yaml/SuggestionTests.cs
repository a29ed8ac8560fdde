using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Tests.Yaml;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("medai", "media")]
    [InlineData("Media", "media")]
    [InlineData("max_call", "max-call")]
    [InlineData("noanswer", "no-answer")]
    [InlineData("mx-call", "max-call")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_suggested_when_it_is_near_enough(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, ["media", "max-call", "no-answer"]));

    [Fact]
    public void Words_of_any_length_are_compared_safely()
    {
        Assert.Null(Suggestion.Nearest(new string('x', 1000), ["x"]));
        Assert.Null(Suggestion.Nearest("x", [new string('x', 1000)]));
        Assert.Equal(new string('x', 84), Suggestion.Nearest(new string('x', 64), [new string('x', 84)]));
    }
}
