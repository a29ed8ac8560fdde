namespace Softswitch.Sdk.Tests.Calls;

public sealed class PromptTests
{
    [Theory]
    [InlineData("es")]
    [InlineData("es-cr")]
    [InlineData("fil")]
    [InlineData("es-419")]
    [InlineData("zh-hant")]
    public void A_prompt_can_be_asked_for_in_a_language(string language)
    {
        var prompt = Prompt.Parse("welcome").In(language);
        Assert.Equal((language, "welcome"), (prompt.Language, prompt.ToString()));
        Assert.NotEqual(Prompt.Parse("welcome"), prompt);
        Assert.Equal(Prompt.Parse("welcome").In(language), prompt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("ES")]
    [InlineData("espa")]
    [InlineData("es-")]
    [InlineData("es-c")]
    [InlineData("es_cr")]
    [InlineData("es-CR")]
    [InlineData("../es")]
    [InlineData("es-cr/..")]
    [InlineData("es-cr-extended")]
    public void What_is_no_language_is_refused(string language) => Assert.Throws<FormatException>(() => Prompt.Parse("welcome").In(language));
}
