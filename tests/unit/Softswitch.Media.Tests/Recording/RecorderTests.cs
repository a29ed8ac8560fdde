using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Recorders;

public sealed class RecorderTests : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private readonly TestFolder _folder = new();
    private TimeSpan _now = TimeSpan.FromSeconds(1000);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_both_sides_say_is_in_one_channel()
    {
        var recorder = Begin();
        Say(recorder, 50, 1000, 200);
        var samples = Finish(recorder);

        Assert.Equal(8000, samples.Length);
        Assert.All(samples, sample => Assert.Equal(1200, sample));
        Assert.Equal(TimeSpan.FromSeconds(1), recorder.Duration);
    }

    [Fact]
    public void In_stereo_each_side_has_a_channel()
    {
        var recorder = Begin(new RecordingOptions { IsStereo = true });
        Say(recorder, 50, 1000, -200);
        var samples = Finish(recorder, channels: 2);

        Assert.Equal(16_000, samples.Length);
        Assert.All(samples.Where((_, i) => i % 2 == 0), sample => Assert.Equal(1000, sample));
        Assert.All(samples.Where((_, i) => i % 2 == 1), sample => Assert.Equal(-200, sample));
    }

    [Fact]
    public void Two_that_are_loud_at_once_do_not_wrap()
    {
        var recorder = Begin();
        Say(recorder, 10, 30_000, 30_000);
        Assert.All(Finish(recorder), sample => Assert.Equal(short.MaxValue, sample));
    }

    [Fact]
    public void Where_nobody_is_heard_there_is_silence_of_the_same_length()
    {
        var recorder = Begin();
        Say(recorder, 25, 1000, null);
        Say(recorder, 25, null, null);
        Say(recorder, 25, 1000, null);
        var samples = Finish(recorder);

        Assert.Equal(12_000, samples.Length);
        Assert.All(samples[4100..7900], sample => Assert.Equal(0, sample));
        Assert.All(samples[8200..], sample => Assert.Equal(1000, sample));
    }

    [Fact]
    public void A_side_that_speaks_at_another_rate_is_as_long_and_as_high()
    {
        var recorder = Begin(new RecordingOptions { SampleRate = 16_000 });
        for (var i = 0; i < 100; i++)
        {
            var wide = Tone(48_000, 960, i);
            recorder.First.OnSound(new HeardSound(wide, 48_000, _now));
            recorder.Second.OnSound(new HeardSound([], 0, _now));
            Tick(recorder);
        }

        var samples = Finish(recorder, rate: 16_000);
        Assert.InRange(samples.Length, 31_990, 32_010);
        var crossings = Enumerable.Range(1000, 30_000).Count(i => samples[i] < 0 && samples[i + 1] >= 0);
        Assert.InRange(crossings, 440 * 30 / 16, (440 * 30 / 16) + 2);
    }

    [Fact]
    public void What_is_said_while_it_pauses_is_left_out_with_its_time()
    {
        var recorder = Begin();
        Say(recorder, 50, 1000, 0);
        recorder.Pause();
        Say(recorder, 100, 7777, 7777);
        recorder.Resume();
        Say(recorder, 50, 2000, 0);
        var samples = Finish(recorder);

        Assert.InRange(samples.Length, 16_000, 16_160);
        Assert.DoesNotContain((short)7777, samples);
        Assert.Equal((1000, 2000), (samples[7900], samples[8500]));
    }

    [Fact]
    public void One_that_pauses_before_anything_is_heard_begins_when_it_goes_on()
    {
        var recorder = Begin();
        recorder.Pause();
        Say(recorder, 100, 7777, 7777);
        recorder.Resume();
        Say(recorder, 50, 1000, 0);
        var samples = Finish(recorder);

        Assert.Equal(8000, samples.Length);
        Assert.All(samples, sample => Assert.Equal(1000, sample));
    }

    [Fact]
    public void It_can_be_played_while_it_grows()
    {
        var recorder = Begin();
        Say(recorder, 100, 1000, 0);
        Assert.True(recorder.WriteOn());
        Assert.Equal(16_000, Read(recorder.Path, 8000, 1).Length);
        Say(recorder, 100, 1000, 0);
        Assert.True(recorder.WriteOn());
        Assert.Equal(32_000, Read(recorder.Path, 8000, 1).Length);
        Finish(recorder);
    }

    [Fact]
    public async Task It_ends_when_it_is_as_long_as_it_may_become()
    {
        var recorder = Begin(new RecordingOptions { Longest = TimeSpan.FromSeconds(1) });
        Say(recorder, 80, 1000, 0);
        Assert.False(recorder.WriteOn());
        Assert.Equal(RecordingEnd.Longest, await recorder.Ended);
        Assert.Equal(8000, Read(recorder.Path, 8000, 1).Length);
    }

    [Fact]
    public async Task It_ends_when_the_first_side_has_said_nothing_for_so_long()
    {
        var recorder = Begin(new RecordingOptions { Silence = TimeSpan.FromSeconds(2) });
        Say(recorder, 50, 1000, 0);
        Say(recorder, 90, 5, 5000);
        Say(recorder, 10, 1000, 0);
        Say(recorder, 99, 5, 5000);
        Assert.True(recorder.WriteOn());
        Say(recorder, 5, null, 5000);
        Assert.False(recorder.WriteOn());
        Assert.Equal(RecordingEnd.Silence, await recorder.Ended);
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_how_it_ends()
    {
        var recorder = new Recorder(Path.Combine(_folder.Path, "none", "a.wav"), new RecordingOptions());
        Say(recorder, 10, 1000, 0);
        Assert.False(recorder.WriteOn());
        Assert.Equal(RecordingEnd.Failed, await recorder.Ended);
        Assert.IsType<DirectoryNotFoundException>(recorder.Failure);
        // Whoever goes on speaking harms nobody.
        Say(recorder, 10, 1000, 0);
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_ends_it_and_nothing_else()
    {
        var recorder = new Recorder(_folder.Write("full.wav", []), new RecordingOptions(), path => File.OpenHandle(path, FileMode.Open, FileAccess.Read));
        Say(recorder, 10, 1000, 0);
        Assert.False(recorder.WriteOn());
        Assert.Equal(RecordingEnd.Failed, await recorder.Ended);
        Assert.NotNull(recorder.Failure);
        Say(recorder, 10, 1000, 0);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_touched()
    {
        var recorder = new Recorder(_folder.Write("old.wav", [1, 2, 3]), new RecordingOptions());
        Assert.False(recorder.WriteOn());
        Assert.Equal(RecordingEnd.Failed, await recorder.Ended);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(recorder.Path));
    }

    [Fact]
    public async Task Recordings_are_written_while_they_go_on_and_to_their_end_when_the_switch_stops()
    {
        await using var writer = new RecordingWriter(TimeProvider.System);
        var recorder = writer.Begin(Path.Combine(_folder.Path, "a.wav"), new RecordingOptions());
        for (var i = 0; i < 100; i++)
        {
            recorder.First.OnSound(new HeardSound(Constant(1000), 8000, _now));
            recorder.Second.OnSound(new HeardSound([], 0, _now));
            _now += Frame;
        }

        Assert.True(SpinWait.SpinUntil(() => recorder.Duration > TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)));
        Assert.Equal(1, writer.Count);
        await writer.DisposeAsync();
        Assert.Equal(RecordingEnd.Stopped, await recorder.Ended);
        Assert.Equal(16_000, Read(recorder.Path, 8000, 1).Length);
        Assert.Equal(0, writer.Count);
    }

    [Fact]
    public void A_disk_that_is_too_slow_loses_sound_and_keeps_time()
    {
        var recorder = Begin();
        Say(recorder, 500, 1000, 0, writes: false);
        Assert.True(recorder.Overruns > 0);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(recorder.WriteOn());
            Say(recorder, 10, 2000, 0);
        }

        var samples = Finish(recorder);
        Assert.Equal(12 * 8000, samples.Length);
        Assert.Equal(2000, samples[^10]);
    }

    [Fact]
    public void Listening_allocates_nothing()
    {
        var recorder = Begin();
        var sound = new short[160];
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                recorder.First.OnSound(new HeardSound(sound, 8000, _now));
                _now += Frame;
            }
        }));
    }

    private Recorder Begin(RecordingOptions? options = null) => new(Path.Combine(_folder.Path, "a.wav"), options ?? new RecordingOptions());

    private void Say(Recorder recorder, int frames, short? first, short? second, bool writes = true)
    {
        for (var i = 0; i < frames; i++)
        {
            recorder.First.OnSound(new HeardSound(Constant(first), first is null ? 0 : 8000, _now));
            recorder.Second.OnSound(new HeardSound(Constant(second), second is null ? 0 : 8000, _now));
            if (writes) Tick(recorder);
            else _now += Frame;
        }
    }

    private void Tick(Recorder recorder)
    {
        _now += Frame;
        if (_now.Milliseconds == 0 && !recorder.Ended.IsCompleted) _ = recorder.WriteOn();
    }

    private static short[] Finish(Recorder recorder, int rate = 8000, int channels = 1)
    {
        recorder.Stop();
        Assert.False(recorder.WriteOn());
        Assert.True(recorder.Ended.IsCompletedSuccessfully);
        return Read(recorder.Path, rate, channels);
    }

    private static short[] Read(string path, int rate, int channels)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal((channels, rate), (BitConverter.ToInt16(bytes, 22), BitConverter.ToInt32(bytes, 24)));
        Assert.Equal(bytes.Length - 44, BitConverter.ToInt32(bytes, 40));
        var samples = new short[(bytes.Length - 44) / 2];
        Buffer.BlockCopy(bytes, 44, samples, 0, samples.Length * 2);
        return samples;
    }

    private static short[] Constant(short? value)
    {
        if (value is not { } level) return [];
        var samples = new short[160];
        Array.Fill(samples, level);
        return samples;
    }

    private static short[] Tone(int rate, int count, int frame)
    {
        var samples = new short[count];
        for (var i = 0; i < count; i++) samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * ((frame * count) + i) / rate));
        return samples;
    }
}
