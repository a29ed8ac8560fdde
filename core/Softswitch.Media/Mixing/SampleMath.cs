using System.Numerics;

namespace Softswitch.Media;

/// <summary>What is done to many samples at once.</summary>
internal static class SampleMath
{
    /// <summary>Adds samples to a sum, which is as long.</summary>
    public static void Add(ReadOnlySpan<short> samples, Span<int> sum)
    {
        var i = 0;
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var first = sum.Slice(i, Vector<int>.Count);
            var second = sum.Slice(i + Vector<int>.Count, Vector<int>.Count);
            Vector.Widen(new Vector<short>(samples[i..]), out var low, out var high);
            (new Vector<int>(first) + low).CopyTo(first);
            (new Vector<int>(second) + high).CopyTo(second);
        }

        for (; i < samples.Length; i++) sum[i] += samples[i];
    }

    /// <summary>Takes samples out of a sum, which is as long.</summary>
    public static void Subtract(ReadOnlySpan<short> samples, Span<int> sum)
    {
        var i = 0;
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var first = sum.Slice(i, Vector<int>.Count);
            var second = sum.Slice(i + Vector<int>.Count, Vector<int>.Count);
            Vector.Widen(new Vector<short>(samples[i..]), out var low, out var high);
            (new Vector<int>(first) - low).CopyTo(first);
            (new Vector<int>(second) - high).CopyTo(second);
        }

        for (; i < samples.Length; i++) sum[i] -= samples[i];
    }

    /// <summary>Makes samples of a sum, which is as long; what is too loud stays at the loudest.</summary>
    public static void Saturate(ReadOnlySpan<int> sum, Span<short> samples)
    {
        var (lowest, highest) = (new Vector<int>(short.MinValue), new Vector<int>(short.MaxValue));
        var i = 0;
        for (; i <= sum.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var low = Vector.Min(Vector.Max(new Vector<int>(sum[i..]), lowest), highest);
            var high = Vector.Min(Vector.Max(new Vector<int>(sum[(i + Vector<int>.Count)..]), lowest), highest);
            Vector.Narrow(low, high).CopyTo(samples[i..]);
        }

        for (; i < sum.Length; i++) samples[i] = (short)Math.Clamp(sum[i], short.MinValue, short.MaxValue);
    }

    /// <summary>The mean of the samples' sizes, 0 to 32 768.</summary>
    public static int Level(ReadOnlySpan<short> samples)
    {
        if (samples.IsEmpty) return 0;
        var sums = Vector<int>.Zero;
        var i = 0;
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(samples[i..]), out var low, out var high);
            sums += Vector.Abs(low) + Vector.Abs(high);
        }

        var sum = Vector.Sum(sums);
        for (; i < samples.Length; i++) sum += Math.Abs((int)samples[i]);
        return sum / samples.Length;
    }

    /// <summary>Makes samples so many times as loud, evenly from the first factor to the second.</summary>
    public static void Fade(Span<short> samples, float from, float to)
    {
        if (from == 1 && to == 1) return;
        var step = (to - from) / samples.Length;
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)Math.Clamp(samples[i] * (from + (step * (i + 1))), short.MinValue, short.MaxValue);
    }
}
