using System.Numerics;
using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>Finds the pitch of a voice by how much the latest 20 ms are like what was up to 15 ms earlier.</summary>
internal static class PitchFinder
{
    /// <summary>The length of a period, 5 to 15 ms in samples (66 to 200 Hz: a higher voice is found by several of its periods).</summary>
    /// <param name="sound">What was heard, the latest sample last: 35 ms or more.</param>
    /// <param name="rate">Samples a second.</param>
    public static int Find(ReadOnlySpan<float> sound, int rate)
    {
        var (shortest, longest) = (rate / 200, rate * 3 / 200);
        // Coarsely first: at steps of a quarter of a millisecond a peak cannot be missed, at these lengths.
        var step = Math.Max(1, rate / 4000);
        var coarse = Best(sound, rate / 50, shortest, longest, step);
        return step == 1 ? coarse : Best(sound, rate / 50, Math.Max(shortest, coarse - step + 1), Math.Min(longest, coarse + step - 1), 1);
    }

    /// <summary>The sum of products.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sums = Vector<float>.Zero;
        var lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        for (var i = 0; i < lefts.Length && i < rights.Length; i++) sums += lefts[i] * rights[i];
        var sum = Vector.Sum(sums);
        for (var i = lefts.Length * Vector<float>.Count; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static int Best(ReadOnlySpan<float> sound, int window, int from, int to, int step)
    {
        var latest = sound[^window..];
        var (best, bestLikeness) = (to, 0f);
        for (var lag = from; lag <= to; lag += step)
        {
            var earlier = sound[^(window + lag)..^lag];
            var likeness = Dot(latest, earlier);
            if (likeness <= 0) continue;
            likeness /= MathF.Sqrt(Dot(earlier, earlier) + 1);
            if (likeness > bestLikeness) (best, bestLikeness) = (lag, likeness);
        }

        return best;
    }
}
