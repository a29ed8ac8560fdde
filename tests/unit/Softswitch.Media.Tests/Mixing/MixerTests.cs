using Softswitch.Media.Tests.Audio;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Mixing;

public sealed class MixerTests
{
    private readonly TestRoom _room = new();

    [Fact]
    public void A_mix_of_two_tones_is_both_tones_and_never_ones_own()
    {
        var (alice, bob, carol) = (_room.Join(500), _room.Join(900), _room.Join());
        _room.Talk();

        Assert.InRange(carol.Hears(500), 3900, 4100);
        Assert.InRange(carol.Hears(900), 3900, 4100);
        Assert.InRange(alice.Hears(900), 3900, 4100);
        Assert.InRange(alice.Hears(500), 0, 20);
        Assert.InRange(bob.Hears(500), 3900, 4100);
        Assert.InRange(bob.Hears(900), 0, 20);
    }

    [Fact]
    public void Whoever_is_alone_hears_silence_without_a_gap()
    {
        var alice = _room.Join(500);
        _room.Talk();

        Assert.Equal(0, alice.Level());
        Assert.InRange(alice.Packets, 49, 51);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(60)]
    public void Packets_of_any_length_hold_the_sound_without_a_gap(int milliseconds)
    {
        _room.Join(500);
        var bob = _room.Join(packetMilliseconds: milliseconds);
        _room.Talk(2000);

        var (amplitude, other) = Sound.Tone(bob.Heard.AsSpan(^3200), 500, 8000);
        Assert.InRange(amplitude, 3900, 4100);
        Assert.InRange(other, 0, 100);
        Assert.InRange(bob.Packets, (2000 / milliseconds) - 1, (2000 / milliseconds) + 1);
    }

    [Fact]
    public void Ends_of_different_codecs_and_rates_hear_each_other()
    {
        AudioCodec[] codecs = [AudioCodec.Pcmu, AudioCodec.Pcma, AudioCodec.G722, AudioCodec.Find("L16", 16_000)!, AudioCodec.Opus];
        double[] tones = [400, 700, 1100, 1700, 2300];
        var ends = codecs.Zip(tones, (codec, tone) => _room.Join(tone, codec)).ToArray();
        _room.Talk(2000);

        foreach (var end in ends)
        {
            foreach (var other in ends)
            {
                if (other == end) Assert.InRange(end.Hears(other.Tone), 0, 150);
                else Assert.InRange(end.Hears(other.Tone), 3000, 4800);
            }
        }
    }

    [Fact]
    public void Who_hears_in_a_wide_rate_hears_what_a_narrow_one_cannot_hold()
    {
        var wide = AudioCodec.Find("L16", 16_000)!;
        _room.Join(6000, wide);
        var (bob, carol) = (_room.Join(codec: wide), _room.Join());
        _room.Talk();

        Assert.InRange(bob.Hears(6000), 3900, 4100);
        Assert.InRange(carol.Level(), 0, 50);
    }

    [Fact]
    public void What_is_too_loud_together_is_cut_and_does_not_wrap()
    {
        var linear = AudioCodec.Find("L16", 8000)!;
        _room.Join(500, linear).Amplitude = 30_000;
        _room.Join(500, linear).Amplitude = 30_000;
        var carol = _room.Join(codec: linear);
        _room.Talk();

        var heard = carol.Heard.AsSpan(^1600).ToArray();
        Assert.Equal((short.MinValue, short.MaxValue), (heard.Min(), heard.Max()));
        // A wrap leaps from one end to the other.
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -25_000, 25_000));
    }

    [Fact]
    public void Of_a_hundred_the_five_loudest_are_heard_by_all()
    {
        for (var i = 0; i < 100; i++) _room.Join(i < 8 ? 300 + (100 * i) : 0).Amplitude = i < 5 ? 4000 : 400;
        _room.Talk();

        foreach (var end in _room.Ends.Skip(5))
        {
            for (var i = 0; i < 5; i++) Assert.InRange(end.Hears(300 + (100 * i)), 3800, 4200);
            for (var i = 5; i < 8; i++) Assert.InRange(end.Hears(300 + (100 * i)), 0, 100);
        }

        Assert.InRange(_room.Ends[0].Hears(300), 0, 100);
    }

    [Fact]
    public void Who_becomes_much_louder_takes_the_place_of_the_quietest()
    {
        for (var i = 0; i < 6; i++) _room.Join(300 + (100 * i)).Amplitude = i == 5 ? 1100 : 1000 + (100 * i);
        var listener = _room.Join();
        _room.Talk();
        Assert.InRange(listener.Hears(800), 0, 60);
        Assert.InRange(listener.Hears(300), 900, 1100);

        _room.Ends[5].Amplitude = 5000;
        _room.Talk();
        Assert.InRange(listener.Hears(800), 4800, 5200);
        Assert.InRange(listener.Hears(300), 0, 60);
    }

    [Fact]
    public void Noise_of_a_quiet_line_is_not_mixed()
    {
        _room.Join(500).Amplitude = 12;
        var bob = _room.Join(codec: AudioCodec.Find("L16", 8000));
        _room.Talk();

        Assert.Equal(0, bob.Level());
    }

    [Fact]
    public void Who_joins_stops_or_leaves_amid_a_word_is_heard_without_a_click()
    {
        var linear = AudioCodec.Find("L16", 8000)!;
        var bob = _room.Join(codec: linear);
        var alice = _room.Join(200, linear);
        alice.Amplitude = 10_000;
        _room.Talk(300);
        // 1.57 periods a frame would end where it is loud; this is such an end.
        alice.Tone = 0;
        _room.Talk(300);
        alice.Tone = 217;
        _room.Talk(310);
        alice.Member.Rights = MemberRights.ListenOnly;
        _room.Talk(300);
        alice.Member.Rights = MemberRights.All;
        _room.Talk(310);
        _room.Leave(alice);
        _room.Talk(300);

        var heard = bob.Heard;
        Assert.InRange(heard.Max(), 9500, 10_500);
        // The tone's own steepest step is 1700.
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -2300, 2300));
    }

    [Fact]
    public void Ends_come_and_go_while_the_others_talk_on()
    {
        var (alice, bob) = (_room.Join(500), _room.Join());
        for (var i = 0; i < 20; i++)
        {
            var guest = _room.Join(900, i % 2 == 0 ? AudioCodec.G722 : AudioCodec.Pcma);
            _room.Talk(100);
            _room.Leave(guest);
            Assert.False(guest.IsListenedTo);
            Assert.False(guest.Voice.IsSpeaking);
            _room.Talk(60);
        }

        _room.Talk(500);
        Assert.InRange(bob.Hears(500), 3900, 4100);
        Assert.InRange(bob.Hears(900), 0, 20);
        _room.Leave(alice);
        _room.Leave(bob);
        _room.Talk(100);
        Assert.Equal(0, _room.Clock.Count);
    }

    [Fact]
    public void What_is_said_to_a_member_alone_it_hears_in_place_of_the_room_and_then_the_room_again()
    {
        _room.Join(500);
        var (bob, carol) = (_room.Join(), _room.Join());
        _room.Talk();
        _room.Do(() => bob.Voice.Say(new Playback([EncodedAudio.Encode(AudioCodec.Pcmu, WavBytes.Tone(8000, 1300, 1))], null, null)));
        _room.Talk(900);
        Assert.True(bob.Hears(1300) > 1000);
        Assert.InRange(bob.Hears(500), 0, 100);
        Assert.InRange(carol.Hears(1300), 0, 20);
        _room.Talk();

        Assert.InRange(bob.Hears(500), 3900, 4100);
        Assert.InRange(bob.Hears(1300), 0, 20);
    }

    [Fact]
    public void An_end_that_changes_its_codec_hears_on()
    {
        _room.Join(500);
        var bob = _room.Join();
        _room.Talk(200);
        _room.Do(() => bob.Voice.Format = null);
        _room.Talk(200);
        var packets = bob.Packets;
        _room.Talk(200);
        Assert.Equal(packets, bob.Packets);
        _room.Do(() => bob.Voice.Format = new VoiceFormat(AudioCodec.Pcmu, 0, 30));
        _room.Talk();

        Assert.InRange(bob.Hears(500), 3900, 4100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_asked_whenever_those_who_stay_hear_each_other_in_the_end(ulong seed)
    {
        IRandomSource random = new SeededRandomSource(seed);
        AudioCodec[] codecs = [AudioCodec.Pcmu, AudioCodec.Pcma, AudioCodec.G722, AudioCodec.Find("L16", 16_000)!, AudioCodec.Find("L16", 11_000)!];
        var (ends, played) = (new List<UtteranceEnd>(), 0);
        for (var step = 0; step < 1000; step++)
        {
            switch (random.Next(7))
            {
                case 0 when _room.Ends.Count < 12:
                    var codec = codecs[random.Next(codecs.Length)];
                    _room.Join(300 + random.Next(2000), codec, codec.BytesPerSample == 0 ? 20 : 10 * (1 + random.Next(3)));
                    break;
                case 1 when _room.Ends.Count > 0:
                    var leaving = Any();
                    _room.Leave(leaving);
                    _room.Ends.Remove(leaving);
                    break;
                case 2 when _room.Ends.Count > 0:
                    Any().Member.Rights = new MemberRights
                    {
                        IsMuted = random.Next(3) == 0,
                        IsDeaf = random.Next(3) == 0,
                        Volume = random.Next(41) - 20,
                        HeardOnlyBy = random.Next(3) == 0 ? Any().Member : null,
                    };
                    break;
                case 3:
                    var sound = EncodedAudio.Encode(codecs[random.Next(3)], WavBytes.Tone(8000, 440, random.Next(200) / 1000.0));
                    _room.Do(() => _room.Mixer.Play(new Announcement([sound, sound], random.Next(2) == 0, (_, end) => ends.Add(end), null)));
                    played++;
                    break;
                case 4 when _room.Ends.Count > 0:
                    var end = Any();
                    var format = random.Next(2) == 0 ? null : new VoiceFormat(end.Codec, 96, 20);
                    _room.Do(() => end.Voice.Format = format);
                    break;
                case 5 when _room.Ends.Count > 0:
                    Any().Amplitude = random.Next(32_768);
                    break;
                default:
                    _room.Talk(20 * random.Next(8));
                    break;
            }
        }

        _room.Do(() => _room.Mixer.StopPlaying(UtteranceEnd.Stopped));
        Assert.Equal(played, ends.Count);
        while (_room.Ends.Count > 0)
        {
            _room.Leave(_room.Ends[0]);
            _room.Ends.RemoveAt(0);
        }

        var (alice, bob) = (_room.Join(500), _room.Join());
        _room.Talk();
        Assert.InRange(bob.Hears(500), 3900, 4100);
        Assert.Equal(0, alice.Level());
        Assert.Equal(2, _room.Mixer.Members.Count);

        MixedEnd Any() => _room.Ends[random.Next(_room.Ends.Count)];
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    public void Mixing_leaves_no_garbage(int milliseconds)
    {
        for (var i = 0; i < 20; i++) _room.Join(i < 7 ? 300 + (100 * i) : 0, i % 3 == 0 ? AudioCodec.G722 : AudioCodec.Pcmu, i % 3 == 0 ? 20 : milliseconds).KeepsSound = false;
        _room.Ends[1].Member.Rights = new MemberRights { HeardOnlyBy = _room.Ends[2].Member, Volume = 3 };
        _room.Ends[4].Member.Rights = new MemberRights { IsDeaf = true };
        _room.Talk();

        Garbage.None(() => _room.Talk(20));
    }
}
