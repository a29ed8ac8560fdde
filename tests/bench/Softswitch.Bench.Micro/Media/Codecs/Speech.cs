namespace Softswitch.Bench.Micro.Media.Codecs;

/// <summary>Something like speech: harmonics of a voice that rises and falls, in syllables.</summary>
internal static class Speech
{
    /// <summary>So many seconds of it.</summary>
    public static short[] Make(int rate, double seconds)
    {
        var sound = new short[(int)(rate * seconds)];
        var phase = 0.0;
        for (var i = 0; i < sound.Length; i++)
        {
            var time = (double)i / rate;
            phase += 2 * Math.PI * (120 + (30 * Math.Sin(2 * Math.PI * 0.7 * time))) / rate;
            var sum = 0.0;
            for (var harmonic = 1; harmonic <= 20; harmonic++) sum += Math.Sin(phase * harmonic) / harmonic;
            sound[i] = (short)(6000 * sum * Math.Pow(Math.Sin(2 * Math.PI * 2 * time), 2));
        }

        return sound;
    }
}
