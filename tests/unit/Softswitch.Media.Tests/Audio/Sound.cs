namespace Softswitch.Media.Tests.Audio;

/// <summary>What can be measured of sounds.</summary>
internal static class Sound
{
    /// <summary>Amplitude of a tone, and the effective value of everything else. Whole periods are measured exactly.</summary>
    public static (double Amplitude, double Other) Tone(ReadOnlySpan<short> sound, double frequency, int rate)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < sound.Length; i++)
        {
            real += sound[i] * Math.Cos(2 * Math.PI * frequency * i / rate);
            imaginary += sound[i] * Math.Sin(2 * Math.PI * frequency * i / rate);
        }

        (real, imaginary) = (real * 2 / sound.Length, imaginary * 2 / sound.Length);
        var rest = 0.0;
        for (var i = 0; i < sound.Length; i++)
        {
            var angle = 2 * Math.PI * frequency * i / rate;
            rest += Math.Pow(sound[i] - (real * Math.Cos(angle)) - (imaginary * Math.Sin(angle)), 2);
        }

        return (Math.Sqrt((real * real) + (imaginary * imaginary)), Math.Sqrt(rest / sound.Length));
    }

    /// <summary>The effective value.</summary>
    public static double Level(ReadOnlySpan<short> sound)
    {
        var sum = 0.0;
        foreach (var sample in sound) sum += (double)sample * sample;
        return Math.Sqrt(sum / Math.Max(1, sound.Length));
    }

    /// <summary>How far the difference of two sounds is below the first, dB.</summary>
    public static double Snr(ReadOnlySpan<short> sound, ReadOnlySpan<short> heard)
    {
        var (signal, noise) = (1e-9, 1e-9);
        for (var i = 0; i < sound.Length; i++)
        {
            signal += (double)sound[i] * sound[i];
            noise += Math.Pow((double)sound[i] - heard[i], 2);
        }

        return 10 * Math.Log10(signal / noise);
    }

    /// <summary>How far apart the spectra of two pieces of some 20 ms are, dB in the mean (square) over bands of a quarter of an octave from 200 to 3600 Hz.</summary>
    public static double SpectralDistance(ReadOnlySpan<short> sound, ReadOnlySpan<short> heard, int rate)
    {
        var (sum, bands) = (0.0, 0);
        for (var frequency = 200.0; frequency < 3600; frequency *= 1.2, bands++)
            sum += Math.Pow(Band(sound, frequency, rate) - Band(heard, frequency, rate), 2);
        return Math.Sqrt(sum / bands);
    }

    private static double Band(ReadOnlySpan<short> sound, double from, int rate)
    {
        // What is below a sample's last bit is nothing.
        var energy = 1e3 * sound.Length;
        for (var frequency = from; frequency < from * 1.2; frequency += 25)
        {
            var (real, imaginary) = (0.0, 0.0);
            for (var i = 0; i < sound.Length; i++)
            {
                var (angle, value) = (2 * Math.PI * frequency * i / rate, Math.Sin(Math.PI * (i + 0.5) / sound.Length) * sound[i]);
                (real, imaginary) = (real + (value * Math.Cos(angle)), imaginary + (value * Math.Sin(angle)));
            }

            energy += (real * real) + (imaginary * imaginary);
        }

        return 10 * Math.Log10(energy);
    }
}
