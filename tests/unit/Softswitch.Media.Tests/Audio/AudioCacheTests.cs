using Softswitch.Net;

namespace Softswitch.Media.Tests.Audio;

public sealed class AudioCacheTests : IDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly TestFolder _folder = new();
    private readonly AudioCache _cache;

    public AudioCacheTests() => _cache = new AudioCache(new AudioCacheOptions { Capacity = 40_000 }, _clock);

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_prompt_for_a_thousand_callers_is_decoded_once()
    {
        var path = Write("a.wav", 1);

        var sounds = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => _cache.Get(path, AudioCodec.Pcmu)));

        Assert.Equal(1, _cache.Loads);
        Assert.Single(sounds.Distinct());
        Assert.True(_cache.Get(path, AudioCodec.Pcmu).IsCompleted);
        Assert.Equal(8000, _cache.Bytes);
    }

    [Fact]
    public async Task Each_codec_has_its_own()
    {
        var path = Write("a.wav", 1);

        Assert.Equal(AudioCodec.Pcmu, (await _cache.Get(path, AudioCodec.Pcmu)).Codec);
        Assert.Equal(AudioCodec.Pcma, (await _cache.Get(path, AudioCodec.Pcma)).Codec);
        Assert.Equal(2, _cache.Loads);
    }

    [Fact]
    public async Task A_file_that_was_changed_is_read_again_and_one_that_was_not_is_not()
    {
        var path = Write("a.wav", 1);
        var first = await _cache.Get(path, AudioCodec.Pcmu);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(first, await _cache.Get(path, AudioCodec.Pcmu));
        Assert.Equal(1, _cache.Loads);

        Write("a.wav", 2);
        Assert.Same(first, await _cache.Get(path, AudioCodec.Pcmu));
        _clock.Advance(TimeSpan.FromSeconds(2));
        var second = await _cache.Get(path, AudioCodec.Pcmu);

        Assert.Equal(2, second.Duration.TotalSeconds);
        Assert.Equal(1, first.Duration.TotalSeconds);
        Assert.Equal(16_000, _cache.Bytes);
    }

    [Fact]
    public async Task A_file_that_is_gone_fails_and_may_come_back()
    {
        var path = Write("a.wav", 1);
        _ = await _cache.Get(path, AudioCodec.Pcmu);
        File.Delete(path);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _cache.Get(path, AudioCodec.Pcmu));
        Assert.Equal(0, _cache.Bytes);

        Write("a.wav", 2);

        Assert.Equal(2, (await _cache.Get(path, AudioCodec.Pcmu)).Duration.TotalSeconds);
    }

    [Fact]
    public async Task What_was_not_played_for_longest_makes_room()
    {
        for (var i = 0; i < 5; i++)
        {
            _ = await _cache.Get(Write($"{i}.wav", 1), AudioCodec.Pcmu);
            _ = await _cache.Get(Path.Combine(_folder.Path, "0.wav"), AudioCodec.Pcmu);
        }

        _ = await _cache.Get(Write("5.wav", 1), AudioCodec.Pcmu);

        Assert.Equal(40_000, _cache.Bytes);
        var loads = _cache.Loads;
        _ = await _cache.Get(Path.Combine(_folder.Path, "0.wav"), AudioCodec.Pcmu);
        Assert.Equal(loads, _cache.Loads);
        _ = await _cache.Get(Path.Combine(_folder.Path, "1.wav"), AudioCodec.Pcmu);
        Assert.Equal(loads + 1, _cache.Loads);
    }

    [Fact]
    public async Task A_sound_bigger_than_the_cache_is_played_and_not_kept()
    {
        var path = Write("a.wav", 6);

        Assert.Equal(6, (await _cache.Get(path, AudioCodec.Pcmu)).Duration.TotalSeconds);
        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public async Task A_bad_file_says_what_is_wrong_with_it()
    {
        var path = _folder.Write("a.wav", [1, 2, 3]);

        var error = await Assert.ThrowsAsync<AudioFileException>(() => _cache.Get(path, AudioCodec.Pcmu));

        Assert.Equal("it does not begin as a WAV file", error.Message);
    }

    private string Write(string name, int seconds) => _folder.Write(name, WavBytes.Pcm16(8000, new short[8000 * seconds]));
}
