namespace Softswitch.Media.Tests.Voices;

/// <summary>Sounds in the codecs that they go out in, and changes of codec.</summary>
public sealed class PlaybackCodecTests
{
    [Fact]
    public void Sounds_of_another_law_are_recoded_on_the_way()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000, G711.EncodeMuLaw(1000)));
        line.Pass(100);

        line.Worker.Do(() => line.Voice.Format = new VoiceFormat(AudioCodec.Pcma, 8));
        line.Pass(1000);

        Assert.Equal(50, line.Heard.Count);
        Assert.Equal(8, line.Heard[^1].Header.PayloadType);
        Assert.All(line.Heard[^1].Payload, code => Assert.Equal(G711.EncodeALaw(G711.DecodeMuLaw(G711.EncodeMuLaw(1000))), code));
        SpokenPacket.AssertContinuous(line.Heard);
    }

    [Theory]
    [InlineData("G722", 8000)]
    [InlineData("opus", 48_000)]
    public void Sounds_of_a_codec_of_frames_go_out_a_frame_a_packet(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        var line = new SpokenLine(new VoiceFormat(codec, 100));
        line.Play(EncodedAudio.Encode(codec, Tone(codec.SampleRate, 990)), EncodedAudio.Encode(codec, Tone(codec.SampleRate, 1000)));
        line.Pass(3000);

        // The first ends 10 ms before its last frame does.
        Assert.Equal(100, line.Heard.Count);
        SpokenPacket.AssertContinuous(line.Heard, (uint)clockRate / 50);
        AssertTone(line.Heard, codec);
    }

    [Theory]
    [InlineData("PCMU", 8000, "opus", 48_000)]
    [InlineData("opus", 48_000, "PCMU", 8000)]
    [InlineData("G722", 8000, "PCMA", 8000)]
    [InlineData("PCMA", 8000, "G722", 8000)]
    [InlineData("L16", 16_000, "opus", 48_000)]
    public void A_change_of_codec_amid_a_sound_changes_how_it_goes_out_and_nothing_else(string first, int firstRate, string second, int secondRate)
    {
        var (from, to) = (AudioCodec.Find(first, firstRate)!, AudioCodec.Find(second, secondRate)!);
        var line = new SpokenLine(new VoiceFormat(from, 0));
        line.Play(EncodedAudio.Encode(from, Tone(from.SampleRate, 2000)));
        line.Pass(500);
        var before = line.Heard.Count;
        line.Worker.Do(() => line.Voice.Format = new VoiceFormat(to, 100));
        line.Pass(3000);

        Assert.InRange(line.Heard.Count, 100, 101);
        Assert.Equal([UtteranceEnd.Finished], line.Ends);
        var after = line.Heard.Skip(before).ToList();
        Assert.All(after, packet => Assert.Equal(100, packet.Header.PayloadType));
        AssertTone(after, to);
    }

    [Fact]
    public void A_codec_that_comes_back_amid_a_sound_plays_on_as_it_was_encoded()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000, 7));
        line.Pass(200);
        line.Worker.Do(() => line.Voice.Format = new VoiceFormat(AudioCodec.G722, 9));
        line.Pass(200);
        line.Worker.Do(() => line.Voice.Format = new VoiceFormat(AudioCodec.Pcmu, 0));
        line.Pass(2000);

        Assert.Equal(50, line.Heard.Count);
        Assert.All(line.Heard[^1].Payload, code => Assert.Equal(7, code));
    }

    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("opus", 48_000)]
    public void Recoding_allocates_nothing_once_it_runs(string name, int clockRate)
    {
        var line = new SpokenLine(new VoiceFormat(AudioCodec.Find(name, clockRate)!, 100)) { KeepsPackets = false };
        line.Play(SpokenLine.Sound(100_000, codec: AudioCodec.Find("L16", 16_000)));
        Action tick = line.Worker.Timers.Advance;

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                line.Stall(10);
                line.Worker.Do(tick);
            }
        }));
    }

    private static short[] Tone(int rate, int milliseconds)
    {
        var samples = new short[rate * milliseconds / 1000];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * i / rate));
        return samples;
    }

    /// <summary>What was heard is 440 Hz, but for where one sound goes over into the next.</summary>
    private static void AssertTone(List<SpokenPacket> heard, AudioCodec codec)
    {
        using var decoder = codec.NewDecoder();
        var samples = new short[codec.SampleRate / 50];
        var loud = 0;
        foreach (var packet in heard)
        {
            Assert.Equal(samples.Length, decoder.Decode(packet.Payload, samples));
            var (sine, cosine, power) = (0.0, 0.0, 0.0);
            for (var i = 0; i < samples.Length; i++)
            {
                var angle = 2 * Math.PI * 440 * i / codec.SampleRate;
                sine += samples[i] * Math.Sin(angle);
                cosine += samples[i] * Math.Cos(angle);
                power += (double)samples[i] * samples[i];
            }

            if (power > 0 && 2 * ((sine * sine) + (cosine * cosine)) / samples.Length > 0.9 * power) loud++;
        }

        Assert.InRange(loud, heard.Count - 6, heard.Count);
    }
}
