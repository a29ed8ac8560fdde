using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Tests.Storage;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What plugins have spoken is kept.</summary>
public sealed class SpeechFolderTests : IDisposable
{
    private static readonly SpokenText Hello = new("acme", "sample.espeak@1.0.0", "en", "Hello");

    private readonly TemporaryFolder _folder = new();
    private readonly SpeechFolder _speech;
    private int _spoken;

    public SpeechFolderTests() => _speech = new SpeechFolder(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_is_spoken_once_and_anything_else_anew()
    {
        var first = await TakeAsync(Hello);
        Assert.Equal(first, await TakeAsync(Hello));
        Assert.Equal(1, _spoken);

        Assert.NotEqual(first, await TakeAsync(Hello with { Text = "Hello!" }));
        Assert.NotEqual(first, await TakeAsync(Hello with { Language = "es" }));
        Assert.NotEqual(first, await TakeAsync(Hello with { Voice = "sample.espeak@1.0.1" }));
        Assert.Equal(first, await TakeAsync(Hello with { Account = "other" }));
        Assert.Equal(5, _spoken);
        Assert.True(File.Exists(Path.Combine(_speech.FolderOf("acme"), first.Names[0] + ".wav")));
    }

    [Fact]
    public async Task What_cannot_be_played_is_refused_and_not_kept()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await _speech.TakeAsync(Hello, _ => new("no sound"u8.ToArray()), default));
        await Assert.ThrowsAsync<FormatException>(async () => await _speech.TakeAsync(Hello, _ => new(new byte[SpeechFolder.Largest + 1]), default));

        await TakeAsync(Hello);
        Assert.Equal(1, _spoken);
    }

    private ValueTask<Sdk.Prompt> TakeAsync(SpokenText text) => _speech.TakeAsync(
        text,
        _ =>
        {
            _spoken++;
            return new(WaveFile.Of(100));
        },
        default);
}
