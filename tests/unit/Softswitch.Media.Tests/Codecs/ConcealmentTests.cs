using Softswitch.Media.Tests.Audio;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Codecs;

public sealed class ConcealmentTests
{
    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("PCMA", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("L16", 16_000)]
    public void A_twentieth_of_the_packets_lost_sounds_better_than_with_gaps(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        var (concealed, silent) = (new Score(codec.SampleRate), new Score(codec.SampleRate));
        Lose(codec, Speech.Make(codec.SampleRate, 30), 20, (reference, withConcealment) =>
        {
            concealed.Add(reference, withConcealment);
            silent.Add(reference, new short[reference.Length]);
        });

        // Of a gap the signal itself is missing: 0 dB. A hiss that takes the place of another hiss has -3, so this is the voice's. What is heard is the
        // spectrum. Only what was lost is counted, and not the pauses.
        Assert.InRange(concealed.Count, 40, 120);
        Assert.True(concealed.SignalToNoise > silent.SignalToNoise + 0.7, $"{concealed.SignalToNoise:0.0} dB for {silent.SignalToNoise:0.0}");
        Assert.True(concealed.Distance < silent.Distance / 5, $"spectra {concealed.Distance:0.0} dB apart for {silent.Distance:0.0}");
    }

    [Theory]
    [InlineData(8000, 150)]
    [InlineData(8000, 190)]
    [InlineData(16_000, 110)]
    [InlineData(48_000, 440)]
    public void A_steady_voice_goes_on_over_the_gap(int rate, double pitch)
    {
        var concealer = new PacketLossConcealer(rate);
        var sound = Enumerable.Range(0, rate).Select(i => (short)Enumerable.Range(1, 5).Sum(k => 4000.0 / k * Math.Sin(2 * Math.PI * pitch * k * i / rate))).ToArray();
        var (before, gap, after) = (rate / 2, rate / 100, rate / 50);
        concealer.Hear(sound.AsSpan(0, before));

        var heard = sound[..];
        concealer.Fill(heard.AsSpan(before, gap));
        concealer.Hear(heard.AsSpan(before + gap, after));

        Assert.InRange(Sound.Snr(sound.AsSpan(before, gap), heard.AsSpan(before, gap)), 12, 200);
        Assert.InRange(Sound.Snr(sound.AsSpan(before + gap, after), heard.AsSpan(before + gap, after)), 15, 200);
        Assert.InRange(LongestStep(heard), 0, LongestStep(sound) * 1.2);
    }

    [Fact]
    public void A_long_gap_fades_to_silence_within_60_ms_and_the_sound_after_it_fades_in()
    {
        var concealer = new PacketLossConcealer(8000);
        var sound = Speech.Make(8000, 0.3);
        concealer.Hear(sound.AsSpan(0, 1600));

        var gap = new short[1600];
        for (var at = 0; at < gap.Length; at += 160) concealer.Fill(gap.AsSpan(at, 160));

        Assert.True(Sound.Level(gap.AsSpan(0, 80)) > 1000);
        Assert.True(Sound.Level(gap.AsSpan(240, 160)) < Sound.Level(gap.AsSpan(0, 160)));
        Assert.All(gap[480..], sample => Assert.Equal(0, sample));

        var after = Enumerable.Repeat((short)8000, 160).ToArray();
        concealer.Hear(after);
        Assert.InRange(after[0], (short)0, (short)200);
        Assert.All(after[80..], sample => Assert.Equal(8000, sample));
    }

    [Fact]
    public void What_was_never_lost_is_as_it_was()
    {
        using var plain = AudioCodec.Pcma.NewDecoder();
        using var concealing = AudioCodec.Pcma.NewStreamDecoder();
        var (payload, one, other) = (new byte[160], new short[160], new short[160]);
        for (var frame = 0; frame < 50; frame++)
        {
            ((IRandomSource)new SeededRandomSource((ulong)frame)).Fill(payload);
            Assert.Equal(plain.Decode(payload, one), concealing.Decode(payload, other));
            Assert.Equal(one, other);
        }
    }

    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("opus", 48_000)]
    public void A_gap_leaves_no_garbage(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        using var encoder = codec.NewEncoder();
        using var decoder = codec.NewStreamDecoder();
        var samples = Speech.Make(codec.SampleRate, 0.02);
        var payload = new byte[1400];
        var length = encoder.Encode(samples, payload);

        Garbage.None(() =>
        {
            _ = decoder.Conceal(payload.AsSpan(0, length), samples);
            _ = decoder.Conceal([], samples);
            _ = decoder.Decode(payload.AsSpan(0, length), samples);
        });
    }

    /// <summary>Loses packets at random, and tells of each one that is not in a pause: what it was, and what took its place.</summary>
    private static void Lose(AudioCodec codec, short[] sound, int oneIn, Action<short[], short[]> lost)
    {
        IRandomSource random = new SeededRandomSource(5);
        using var encoder = codec.NewEncoder();
        using var whole = codec.NewDecoder();
        using var decoder = codec.NewStreamDecoder();
        var frame = codec.SampleRate / 50;
        var (payload, reference, heard) = (new byte[1920], new short[frame], new short[frame]);
        for (var at = 0; at + frame <= sound.Length; at += frame)
        {
            var packet = payload.AsSpan(0, encoder.Encode(sound.AsSpan(at, frame), payload));
            _ = whole.Decode(packet, reference);
            var isLost = random.Next(oneIn) == 0;
            if (isLost) _ = decoder.Conceal([], heard);
            else _ = decoder.Decode(packet, heard);
            if (isLost && Sound.Level(reference) > 200) lost(reference, heard);
        }
    }

    private static int LongestStep(short[] sound) => sound.Zip(sound.Skip(1)).Max(pair => Math.Abs(pair.First - pair.Second));

    /// <summary>Means over segments: of signal-to-noise ratios, each taken for -10 to 35 dB, as is usual, and of the distance of their spectra.</summary>
    private sealed class Score(int rate)
    {
        private double _ratios;
        private double _distances;

        public int Count { get; private set; }

        public double SignalToNoise => _ratios / Count;

        public double Distance => _distances / Count;

        public void Add(short[] reference, short[] heard)
        {
            _ratios += Math.Clamp(Sound.Snr(reference, heard), -10, 35);
            _distances += Sound.SpectralDistance(reference, heard, rate);
            Count++;
        }
    }
}
