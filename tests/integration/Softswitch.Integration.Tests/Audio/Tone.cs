namespace Softswitch.Integration.Tests.Audio;

/// <summary>Tells which tone is heard, by the Goertzel algorithm.</summary>
internal static class Tone
{
    /// <summary>A recording holds a tone when this share of its energy lies there.</summary>
    public const double Heard = 0.8;

    /// <summary>Below this mean energy (about -54 dBFS) there is silence, and no tone has a share in it.</summary>
    private const double Silence = 4096;

    /// <summary>The share, 0 to 1, of the energy of <paramref name="samples"/> that lies at <paramref name="hertz"/>.</summary>
    public static double Share(ReadOnlySpan<short> samples, int hertz)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / ToneFile.SampleRate);
        double last = 0, beforeLast = 0, energy = 0;
        foreach (var sample in samples)
        {
            (last, beforeLast) = (sample + (coefficient * last) - beforeLast, last);
            energy += (double)sample * sample;
        }

        if (samples.IsEmpty || energy / samples.Length < Silence) return 0;
        var power = (last * last) + (beforeLast * beforeLast) - (coefficient * last * beforeLast);
        return 2 * power / (samples.Length * energy);
    }

    public static bool IsSilence(ReadOnlySpan<short> samples)
    {
        double energy = 0;
        foreach (var sample in samples) energy += (double)sample * sample;
        return samples.IsEmpty || energy / samples.Length < Silence;
    }
}
