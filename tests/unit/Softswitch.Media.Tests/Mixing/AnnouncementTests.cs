using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Mixing;

public sealed class AnnouncementTests : ISoundListener
{
    private readonly TestRoom _room = new();
    private readonly List<UtteranceEnd> _ends = [];
    private readonly List<short> _mix = [];
    private readonly List<string> _speaking = [];
    private int _rate;

    void ISoundListener.OnSound(in HeardSound sound)
    {
        _mix.AddRange(sound.Samples);
        _rate = sound.SampleRate;
    }

    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("L16", 16_000)]
    [InlineData("opus", 48_000)]
    public void All_hear_an_announcement_of_any_codec_and_the_others_more_faintly(string name, int clockRate)
    {
        var (alice, bob) = (_room.Join(500), _room.Join());
        Play(isDucking: true, Tone(AudioCodec.Find(name, clockRate)!, 2));
        _room.Talk(1500);

        Assert.InRange(alice.Hears(1300), 6000, 10_500);
        Assert.InRange(bob.Hears(1300), 6000, 10_500);
        Assert.InRange(bob.Hears(500), 900, 1100);
        _room.Talk(1500);
        Assert.Equal([UtteranceEnd.Finished], _ends);
        Assert.InRange(bob.Hears(1300), 0, 20);
        Assert.InRange(bob.Hears(500), 3900, 4100);
    }

    [Fact]
    public void It_may_be_mixed_with_those_who_speak_as_loud_as_before()
    {
        _room.Join(500);
        var bob = _room.Join();
        Play(isDucking: false, Tone(AudioCodec.Pcmu, 2));
        _room.Talk(1500);
        Assert.InRange(bob.Hears(500), 3850, 4150);
    }

    [Fact]
    public void Sounds_follow_each_other_and_each_announcement_ends_once()
    {
        _room.Join();
        Play(isDucking: true);
        _room.Talk(40);
        Assert.Equal([UtteranceEnd.Finished], _ends);
        Play(isDucking: true, Tone(AudioCodec.Pcmu, 0.05), Tone(AudioCodec.Pcmu, 0.05), Tone(AudioCodec.G722, 0.1));
        _room.Talk(180);
        Assert.Single(_ends);
        _room.Talk(60);
        Assert.Equal([UtteranceEnd.Finished, UtteranceEnd.Finished], _ends);
        Play(isDucking: true, Tone(AudioCodec.Pcmu, 1));
        Play(isDucking: true, Tone(AudioCodec.Pcmu, 1));
        _room.Talk(100);
        _room.Do(() => _room.Mixer.StopPlaying(UtteranceEnd.Stopped));
        _room.Do(() => _room.Mixer.StopPlaying(UtteranceEnd.Stopped));
        Assert.Equal([UtteranceEnd.Replaced, UtteranceEnd.Stopped], _ends[2..]);
    }

    [Fact]
    public void A_listener_hears_all_that_all_hear_in_the_best_rate_and_no_whisper()
    {
        _room.Do(() => _room.Mixer.Listen(this));
        var alice = _room.Join(500);
        _room.Join(900, AudioCodec.G722);
        _room.Join(1700).Member.Rights = new MemberRights { HeardOnlyBy = alice.Member };
        Play(isDucking: false, Tone(AudioCodec.Pcmu, 2));
        _room.Talk(1500);

        Assert.Equal(16_000, _rate);
        Assert.Equal(16_000 * 3 / 2, _mix.Count);
        var heard = _mix.ToArray().AsSpan(^6400);
        Assert.InRange(Sound.Tone(heard, 500, _rate).Amplitude, 3900, 4100);
        Assert.InRange(Sound.Tone(heard, 900, _rate).Amplitude, 3900, 4100);
        Assert.True(Sound.Tone(heard, 1300, _rate).Amplitude > 6000);
        Assert.InRange(Sound.Tone(heard, 1700, _rate).Amplitude, 0, 20);
        _room.Do(() => _room.Mixer.StopListening(this));
        var count = _mix.Count;
        _room.Talk(100);
        Assert.Equal(count, _mix.Count);
    }

    [Fact]
    public void A_room_is_recorded_as_long_as_it_lasts()
    {
        using var folder = new TestFolder();
        var recorder = new Recorder(Path.Combine(folder.Path, "room.wav"), new RecordingOptions());
        _room.Do(() => _room.Mixer.Listen(recorder.First));
        _room.Join(500);
        _room.Join(900, AudioCodec.G722);
        for (var i = 0; i < 10; i++)
        {
            _room.Talk(200);
            recorder.WriteOn();
        }

        recorder.Stop();
        Assert.False(recorder.WriteOn());
        Assert.Equal((TimeSpan.FromSeconds(2), 0), (recorder.Duration, recorder.Overruns));
        var samples = new short[8000];
        Buffer.BlockCopy(File.ReadAllBytes(recorder.Path), 44 + 16_000, samples, 0, 16_000);
        Assert.InRange(Sound.Tone(samples, 500, 8000).Amplitude, 3900, 4100);
        Assert.InRange(Sound.Tone(samples, 900, 8000).Amplitude, 3900, 4100);
    }

    [Fact]
    public void A_listener_hears_also_those_who_cannot_be_spoken_to()
    {
        _room.Do(() => _room.Mixer.Listen(this));
        var alice = _room.Join(500);
        _room.Do(() => alice.Voice.Format = null);
        _room.Talk();
        Assert.InRange(Sound.Tone(_mix.ToArray().AsSpan(^3200), 500, _rate).Amplitude, 3900, 4100);
    }

    [Fact]
    public void Who_speaks_is_told_when_it_changes_and_five_times_a_second_at_most()
    {
        _room.Mixer.Speakers.Changed = speakers => _speaking.Add(string.Join(' ', speakers.Select(member => ((MixedEnd)member.State!).Amplitude)));
        var (alice, bob) = (_room.Join(), _room.Join());
        (alice.Amplitude, bob.Amplitude) = (1000, 2000);
        _room.Talk();
        Assert.Empty(_speaking);
        alice.Tone = 500;
        _room.Talk();
        bob.Tone = 700;
        _room.Talk();
        alice.Tone = 0;
        _room.Talk(2000);
        Assert.Equal(["1000", "1000 2000", "2000"], _speaking);
        Assert.True(bob.Member.IsSpeaking);
        _room.Leave(bob);
        _room.Talk();
        Assert.Equal("", _speaking[^1]);

        _speaking.Clear();
        for (var i = 0; i < 50; i++)
        {
            _room.Join(300).Amplitude = 9000;
            _room.Talk(20);
        }

        Assert.InRange(_speaking.Count, 1, 5);
    }

    private void Play(bool isDucking, params EncodedAudio[] sounds) =>
        _room.Do(() => _room.Mixer.Play(new Announcement(sounds, isDucking, (_, end) => _ends.Add(end), state: null)));

    private static EncodedAudio Tone(AudioCodec codec, double seconds) => EncodedAudio.Encode(codec, WavBytes.Tone(codec.SampleRate, 1300, seconds));
}
