using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Prompts;

public sealed class PromptLibraryTests : IDisposable
{
    private readonly TestFolder _account = new();
    private readonly TestFolder _system = new();
    private readonly AudioCache _cache = new(new AudioCacheOptions(), TimeProvider.System);
    private readonly PromptLibrary _library;

    public PromptLibraryTests() => _library = new PromptLibrary(_cache);

    private string[] Folders => [_account.Path, _system.Path];

    public void Dispose()
    {
        _cache.Dispose();
        _account.Dispose();
        _system.Dispose();
    }

    [Fact]
    public async Task The_accounts_own_recording_comes_before_the_systems()
    {
        Write(_account, "welcome.wav", 2);
        Write(_system, "welcome.wav", 1);
        Write(_system, "digits/1.wav", 3);

        var sounds = await _library.Load(Folders, ["welcome", "digits/1", "welcome"], AudioCodec.Pcma);

        Assert.Equal([2, 3, 2], sounds.Select(sound => sound.Duration.TotalSeconds));
        Assert.Same(sounds[0], sounds[2]);
        Assert.All(sounds, sound => Assert.Equal(AudioCodec.Pcma, sound.Codec));
    }

    [Fact]
    public async Task A_missing_recording_is_named()
    {
        Write(_system, "welcome.wav", 1);

        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => _library.Load(Folders, ["welcome", "nobody"], AudioCodec.Pcmu));

        Assert.Equal("nobody", error.FileName);
    }

    [Fact]
    public async Task A_bad_recording_is_told_with_its_path()
    {
        var path = _account.Write("welcome.wav", [1]);

        var error = await Assert.ThrowsAsync<AudioFileException>(() => _library.Load(Folders, ["welcome"], AudioCodec.Pcmu));

        Assert.Equal($"{path}: it does not begin as a WAV file", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../secret")]
    [InlineData("digits/../../secret")]
    [InlineData("/etc/secret")]
    [InlineData("a//b")]
    [InlineData(".hidden")]
    [InlineData("a\0b")]
    public void No_name_leads_out_of_the_folder(string name)
    {
        Write(_system, "secret.wav", 1);

        Assert.Null(PromptLibrary.Find([Path.Combine(_system.Path, "prompts")], name));
        Assert.Null(PromptLibrary.Find(Folders, name));
    }

    private static void Write(TestFolder folder, string name, int seconds) =>
        folder.Write(name, WavBytes.Pcm16(8000, new short[8000 * seconds]));
}
