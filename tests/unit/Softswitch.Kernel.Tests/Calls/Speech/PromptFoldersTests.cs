using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Kernel.Calls;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>Which of several recordings of one name is played. Each is as many samples long as its file is told apart by.</summary>
public sealed class PromptFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("softswitch-prompts-").FullName;
    private readonly AudioCache _cache = new(new AudioCacheOptions(), TimeProvider.System);
    private readonly PromptFolders _folders;

    public PromptFoldersTests()
    {
        Write("plans/acme/prompts/welcome.wav", 1);
        Write("plans/acme/prompts/es/welcome.wav", 2);
        Write("plans/acme/prompts/es-cr/welcome.wav", 3);
        Write("plans/acme/prompts/es/only-spanish.wav", 4);
        Write("sounds/en_US_x/digits/1.wav", 5);
        Write("sounds/es_MX_x/digits/1.wav", 6);
        Write("sounds/en_US_x/welcome.wav", 7);
        Write("sounds/est_EE_x/digits/1.wav", 8);
        Write("plans/other/prompts/es/digits/1.wav", 9);
        _folders = new PromptFolders(new PromptLibrary(_cache), Path.Combine(_root, "plans"), Path.Combine(_root, "sounds/en_US_x"), new SpeechFolder(Path.Combine(_root, "speech")));
    }

    public void Dispose()
    {
        _cache.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("welcome", null, 1)]
    [InlineData("welcome", "es", 2)]
    [InlineData("welcome", "es-cr", 3)]
    [InlineData("welcome", "es-mx", 2)]
    [InlineData("welcome", "fr", 1)]
    [InlineData("only-spanish", "es-cr", 4)]
    [InlineData("digits/1", null, 5)]
    [InlineData("digits/1", "en", 5)]
    [InlineData("digits/1", "fr", 5)]
    [InlineData("digits/1", "es", 6)]
    [InlineData("digits/1", "es-mx", 6)]
    [InlineData("digits/1", "es-cr", 6)]
    [InlineData("digits/1", "est", 8)]
    public async Task The_closest_language_comes_first_and_the_accounts_own_before_the_systems(string name, string? language, int expected)
    {
        var prompt = language is null ? Prompt.Parse(name) : Prompt.Parse(name).In(language);
        Assert.Equal(expected, Assert.Single(await _folders.Load("acme", prompt, AudioCodec.Pcmu)).Samples);
    }

    [Fact]
    public async Task What_is_there_in_another_language_only_is_not_there()
    {
        await Assert.ThrowsAsync<PromptNotFoundException>(() => _folders.Load("acme", Prompt.Parse("only-spanish").In("fr"), AudioCodec.Pcmu));
        await Assert.ThrowsAsync<PromptNotFoundException>(() => _folders.Load("acme", "only-spanish", AudioCodec.Pcmu));
    }

    [Fact]
    public void The_check_knows_what_is_there_in_some_language()
    {
        var resources = new AccountResources(Path.Combine(_root, "plans"), Path.Combine(_root, "sounds/en_US_x"));
        Assert.True(resources.HasPrompt("acme", "only-spanish"));
        Assert.True(resources.HasPrompt("acme", "digits/1"));
        Assert.False(resources.HasPrompt("acme", "only-french"));
        Assert.False(resources.HasPrompt("other", "only-spanish"));
    }

    private void Write(string path, int samples)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, WaveFile.Of(samples));
    }
}
