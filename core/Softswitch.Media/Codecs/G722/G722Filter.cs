using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Softswitch.Media;

/// <summary>
/// The quadrature mirror filter that parts 16 kHz into two bands and joins them again (ITU-T G.722 §3.1 and §4.4), over pairs of samples as they come.
/// </summary>
internal sealed class G722Filter
{
    /// <summary>The most pairs between two calls of <see cref="Keep"/>.</summary>
    public const int MostPairs = 80;

    private const int Taps = 24;
    private const int Earlier = Taps - 2;

    // The filter's two halves are mirror images: even places take them forwards, odd ones backwards.
    private static readonly int[] Coefficients =
        [3, -11, -11, 53, 12, -156, 32, 362, -210, -805, 951, 3876, 3876, 951, -805, -210, 362, 32, -156, 12, 53, -11, -11, 3];

    private readonly int[] _line = new int[Earlier + (MostPairs * 2)];

    /// <summary>Where the next pairs of samples are to be put.</summary>
    public Span<int> Pairs => _line.AsSpan(Earlier);

    /// <summary>The filter's two halves over the samples up to a pair: of the even places, and of the odd ones.</summary>
    public (int Even, int Odd) Apply(int pair)
    {
        ref var samples = ref _line[pair * 2];
        ref var coefficients = ref MemoryMarshal.GetArrayDataReference(Coefficients);
        _ = _line[(pair * 2) + Taps - 1];
        var sum = (Vector256.LoadUnsafe(ref samples) * Vector256.LoadUnsafe(ref coefficients))
            + (Vector256.LoadUnsafe(ref samples, 8) * Vector256.LoadUnsafe(ref coefficients, 8))
            + (Vector256.LoadUnsafe(ref samples, 16) * Vector256.LoadUnsafe(ref coefficients, 16));
        var half = sum.GetLower() + sum.GetUpper();
        return (half[0] + half[2], half[1] + half[3]);
    }

    /// <summary>So many pairs are done: what the filter still sees of them stays.</summary>
    public void Keep(int pairs) => _line.AsSpan(pairs * 2, Earlier).CopyTo(_line);
}
