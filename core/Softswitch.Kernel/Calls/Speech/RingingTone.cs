using System.Collections.Concurrent;
using Softswitch.Media;

namespace Softswitch.Kernel.Calls;

/// <summary>The tone of a phone that rings (ITU-T E.180): 425 Hz, one second of five.</summary>
internal static class RingingTone
{
    private const int Frequency = 425;
    private const double Amplitude = 4000;

    /// <summary>Nobody is rung for longer: 3 minutes, and 50 targets one after the other are heard one after the other.</summary>
    private const int Periods = 180 / 5;

    private static readonly ConcurrentDictionary<AudioCodec, EncodedAudio[]> Tones = [];

    /// <summary>The tone, for as long as anybody is rung.</summary>
    public static EncodedAudio[] For(AudioCodec codec) => Tones.GetOrAdd(codec, static codec => Make(codec));

    private static EncodedAudio[] Make(AudioCodec codec)
    {
        var samples = new short[codec.SampleRate * 5];
        for (var i = 0; i < codec.SampleRate; i++) samples[i] = (short)(Amplitude * Math.Sin(2 * Math.PI * Frequency * i / codec.SampleRate));
        var period = EncodedAudio.Encode(codec, samples);
        var tone = new EncodedAudio[Periods];
        Array.Fill(tone, period);
        return tone;
    }
}
