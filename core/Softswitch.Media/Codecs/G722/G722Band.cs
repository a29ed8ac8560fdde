using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Softswitch.Media;

/// <summary>
/// One band's adaptive part, the same in encoder and decoder (ITU-T G.722 §3.5 and §3.6): the quantizer's step, and the predictor of two poles and
/// six zeros. Names in capitals are the Recommendation's blocks.
/// </summary>
internal struct G722Band
{
    private const int HighestLogarithmLow = 18_432;
    private const int HighestLogarithmHigh = 22_528;

    private readonly int _highestLogarithm;
    private readonly int _shift;
    private int _logarithm;
    // Poles and what they see: the last two reconstructed signals; and of the last two partly reconstructed ones, the signs.
    private int _a1;
    private int _a2;
    private int _r1;
    private int _p1;
    private int _p2;
    private int _zeros;
    // Six of the eight lanes, the latest difference first; the last two see nothing but zeros.
    private Vector256<int> _d;
    private Vector256<int> _b;

    private G722Band(int step, int shift, int highestLogarithm) => (Step, _shift, _highestLogarithm) = (step, shift, highestLogarithm);

    /// <summary>The lower band, 0 to 4 kHz, at its beginning.</summary>
    public static G722Band Low => new(32, 8, HighestLogarithmLow);

    /// <summary>The higher band, 4 to 8 kHz, at its beginning.</summary>
    public static G722Band High => new(8, 10, HighestLogarithmHigh);

    /// <summary>The quantizer's step (DETL, DETH).</summary>
    public int Step { get; private set; }

    /// <summary>The prediction of the next sample (SL, SH).</summary>
    public int Prediction { get; private set; }

    /// <summary>The value of a code in this band's present step.</summary>
    public readonly int Scale(int value) => (Step * value) >> 15;

    /// <summary>LOGSCL and SCALEL, LOGSCH and SCALEH: the step for the next sample.</summary>
    public void Adapt(int change)
    {
        _logarithm = Math.Clamp(((_logarithm * 127) >> 7) + change, 0, _highestLogarithm);
        var mantissa = (int)G722Tables.Ilb[(_logarithm >> 6) & 31];
        var shift = _shift - (_logarithm >> 11);
        Step = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }

    /// <summary>Takes the quantized difference of this sample, and predicts the next one.</summary>
    public void Advance(int d)
    {
        // RECONS, PARREC
        var r = Saturate(Prediction + d);
        var p = Saturate(_zeros + d);

        // UPPOL2, UPPOL1: by the signs of this and the last two.
        var isAsLast = (p ^ _p1) >= 0;
        var isAsBeforeLast = (p ^ _p2) >= 0;
        var first = Saturate(_a1 << 2);
        var second = Math.Min(isAsLast ? -first : first, short.MaxValue);
        var a2 = Math.Clamp((second >> 7) + (isAsBeforeLast ? 128 : -128) + ((_a2 * 32512) >> 15), -12288, 12288);
        var bound = 15360 - a2;
        var a1 = Math.Clamp(Saturate((isAsLast ? 192 : -192) + ((_a1 * 32640) >> 15)), -bound, bound);

        Zeros(d);

        // FILTEP, PREDIC
        var poles = Saturate(((a1 * Saturate(r + r)) >> 15) + ((a2 * Saturate(_r1 + _r1)) >> 15));
        Prediction = Saturate(poles + _zeros);
        (_a1, _a2, _r1, _p1, _p2) = (a1, a2, r, p, _p1);
    }

    public static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    /// <summary>UPZERO, DELAYA, FILTEZ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Zeros(int d)
    {
        var gain = Vector256.Create(d == 0 ? 0 : 128);
        // All ones where the signs differ.
        var differs = (_d ^ Vector256.Create(d)) >> 31;
        var b = ((gain ^ differs) - differs) + ((_b * Vector256.Create(32640)) >> 15);
        _b = Saturate(b);
        // One place on; the lanes behind the sixth stay empty.
        _d = Vector256.Shuffle(_d, Vector256.Create(0, 0, 1, 2, 3, 4, 6, 7)).WithElement(0, d);
        _zeros = Saturate(Vector256.Sum((_b * Saturate(_d + _d)) >> 15));
    }

    private static Vector256<int> Saturate(Vector256<int> value) =>
        Vector256.Max(Vector256.Min(value, Vector256.Create((int)short.MaxValue)), Vector256.Create((int)short.MinValue));
}
