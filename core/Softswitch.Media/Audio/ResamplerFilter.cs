using System.Collections.Concurrent;
using System.Numerics;

namespace Softswitch.Media;

/// <summary>
/// The filter from one sample rate to another: a sinc under a Kaiser window, in rows, one for each place between two input samples that an output sample can be
/// at. Immutable; all who convert between the same rates share one.
/// </summary>
internal sealed class ResamplerFilter
{
    // Of two rates with nothing in common there would be as many places between samples as samples in a second. The nearest of
    // these is taken then, at most a two-thousandth of a sample away.
    private const int MostPhases = 1024;
    private const int LowestRate = 8000;
    private const int HighestRate = 48_000;

    // 80 dB, and up to 88 hundredths of what the lower rate can hold unchanged.
    private static readonly Grade Recording = new(ZeroCrossings: 48, CutOff: 0.93, KaiserBeta: 8);
    // 60 dB, and up to 84 hundredths: half the work and half the delay.
    private static readonly Grade Stream = new(ZeroCrossings: 24, CutOff: 0.92, KaiserBeta: 6);

    private static readonly ConcurrentDictionary<(int From, int To, bool IsStream), ResamplerFilter> Made = new();

    private readonly int _phases;
    private readonly float[] _rows;

    private ResamplerFilter(int from, int to, Grade grade)
    {
        var common = (int)BigInteger.GreatestCommonDivisor(from, to);
        (Up, Down) = (to / common, from / common);
        var stretch = Math.Max(1.0, (double)from / to);
        Half = (int)Math.Ceiling(grade.ZeroCrossings * stretch);
        // Whole pairs of vectors, so that the inner loop has no rest; what is too much is at the older end.
        var step = Vector<float>.Count * 2;
        Taps = ((Half * 2) + step - 1) / step * step;
        _phases = Math.Min(Up, MostPhases);
        _rows = Design(grade.CutOff / stretch, grade.KaiserBeta);
    }

    /// <summary>Output samples for <see cref="Down"/> input samples.</summary>
    public int Up { get; }

    /// <summary>Input samples for <see cref="Up"/> output samples.</summary>
    public int Down { get; }

    /// <summary>Input samples that an output sample is made of: a multiple of two vectors' lanes.</summary>
    public int Taps { get; }

    /// <summary>Of these, the latest that come behind the output sample's place.</summary>
    public int Half { get; }

    /// <summary>The filter between two rates, each 8000 to 48 000 samples a second, else <see cref="ArgumentOutOfRangeException"/>.</summary>
    public static ResamplerFilter For(int from, int to, bool isStream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, HighestRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, HighestRate);
        return Made.GetOrAdd((from, to, isStream), static key => new ResamplerFilter(key.From, key.To, key.IsStream ? Stream : Recording));
    }

    /// <summary>The row for the place <paramref name="phase"/> / <see cref="Up"/> behind an input sample.</summary>
    public ReadOnlySpan<float> Row(int phase)
    {
        var row = _phases == Up ? phase : (int)((long)phase * _phases / Up);
        return _rows.AsSpan(row * Taps, Taps);
    }

    private float[] Design(double cutOff, double beta)
    {
        var rows = new float[_phases * Taps];
        var unused = Taps - (Half * 2);
        for (var phase = 0; phase < _phases; phase++)
        {
            var row = rows.AsSpan(phase * Taps, Taps);
            var sum = 0.0;
            for (var i = unused; i < Taps; i++)
            {
                // Distance from the output sample, which lies between the samples half - 1 and half.
                var distance = i - unused - (Half - 1) - ((double)phase / _phases);
                var value = Math.Abs(distance) >= Half ? 0 : Sinc(cutOff * distance) * Kaiser(distance / Half, beta);
                row[i] = (float)value;
                sum += value;
            }

            // Each row passes a constant unchanged, or else the rows would differ audibly.
            foreach (ref var value in row) value = (float)(value / sum);
        }

        return rows;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The window, without its constant factor: rows are brought to measure afterwards.</summary>
    private static double Kaiser(double x, double beta) => Bessel(beta * Math.Sqrt(Math.Max(0, 1 - (x * x))));

    /// <summary>The modified Bessel function of order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-9; k++)
        {
            var factor = x / (2 * k);
            term *= factor * factor;
            sum += term;
        }

        return sum;
    }

    private sealed record Grade(int ZeroCrossings, double CutOff, double KaiserBeta);
}
