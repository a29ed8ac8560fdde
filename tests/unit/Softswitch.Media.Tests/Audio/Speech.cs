namespace Softswitch.Media.Tests.Audio;

/// <summary>Something like speech, the same in every run: a voice that rises and falls, in vowels and hisses, with pauses.</summary>
internal static class Speech
{
    private const double SyllablesPerSecond = 4;

    // First two formants of the vowels, Hz; 0 is a hiss.
    private static readonly (int First, int Second)[] Sounds =
        [(730, 1090), (270, 2290), (0, 0), (530, 1840), (570, 840), (300, 870), (0, 0), (660, 1720)];

    /// <summary>So many seconds of it at so many samples a second.</summary>
    public static short[] Make(int rate, double seconds)
    {
        var sound = new short[(int)(rate * seconds)];
        var (phase, noise) = (0.0, 1u);
        for (var i = 0; i < sound.Length; i++)
        {
            var time = (double)i / rate;
            phase += (130 + (25 * Math.Sin(2 * Math.PI * 0.6 * time)) + (8 * Math.Sin(2 * Math.PI * 2.3 * time))) / rate;
            noise = (noise * 1_664_525) + 1_013_904_223;
            var syllable = time * SyllablesPerSecond;
            var (first, second) = Sounds[(int)syllable % Sounds.Length];
            var value = first == 0 ? (int)noise / 4e9 : Voice(phase, rate, first, second);
            // Every ninth syllable is a pause.
            var loudness = (int)syllable % 9 == 8 ? 0 : Math.Pow(Math.Sin(Math.PI * (syllable % 1)), 0.5);
            sound[i] = (short)Math.Clamp(9000 * loudness * value, short.MinValue, short.MaxValue);
        }

        return sound;
    }

    private static double Voice(double phase, int rate, int first, int second)
    {
        const double pitch = 130;
        var sum = 0.0;
        for (var harmonic = 1; harmonic * pitch * 1.3 < Math.Min(rate / 2.0, 5000); harmonic++)
        {
            var frequency = harmonic * pitch;
            sum += Math.Sin(2 * Math.PI * phase * harmonic) * (Resonance(frequency, first) + (0.5 * Resonance(frequency, second)) + (0.1 / harmonic));
        }

        return sum;
    }

    private static double Resonance(double frequency, double formant) => 1 / (1 + Math.Pow((frequency - formant) / 120, 2));
}
