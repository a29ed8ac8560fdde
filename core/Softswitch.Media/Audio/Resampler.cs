using System.Numerics;
using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>
/// Changes the sample rate of a sound, piece by piece. A polyphase low-pass filter: a sinc under a Kaiser window, 48 zero crossings to
/// either side. From what the lower of the two rates can hold, the lower 88 hundredths pass unchanged; what it cannot hold is 80 dB down,
/// so nothing folds back into the voice.
/// </summary>
public sealed class Resampler
{
    private const int ZeroCrossings = 48;
    private const double CutOff = 0.93;
    private const double KaiserBeta = 8.0;
    // Of two rates with nothing in common there would be as many places between samples as samples in a second. The nearest of
    // these is taken then, at most a two-thousandth of a sample away.
    private const int MostPhases = 1024;

    private readonly int _up;
    private readonly int _down;
    private readonly int _phases;
    private readonly int _taps;
    private readonly int _tail;
    private readonly float[] _filter;
    private readonly float[] _history;
    private int _filled;
    private int _phase;
    private long _toSkip;

    /// <summary>From one rate to another, both 8000 to 48 000 samples a second.</summary>
    public Resampler(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 8000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, 48_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 8000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, 48_000);
        var common = (int)BigInteger.GreatestCommonDivisor(from, to);
        (_up, _down) = (to / common, from / common);
        var stretch = Math.Max(1.0, (double)from / to);
        var half = (int)Math.Ceiling(ZeroCrossings * stretch);
        // Whole vectors, so that the inner loop has no rest.
        _taps = ((half * 2) + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _phases = Math.Min(_up, MostPhases);
        _filter = Design(_phases, _taps, half, CutOff / stretch);
        // Sound begins in the middle of the filter: the filter's delay is taken out.
        _history = new float[_taps * 2];
        _filled = half - 1;
        _tail = _taps - half;
    }

    /// <summary>The most samples that <see cref="Convert"/> makes of <paramref name="count"/>.</summary>
    public int MostOutput(int count) => (int)(((long)count * _up / _down) + 2);

    /// <summary>The most samples that <see cref="Flush"/> makes.</summary>
    public int MostFlushed => MostOutput(_tail);

    /// <summary>Takes the next piece and returns how many samples were written to <paramref name="output"/> (<see cref="MostOutput"/>).</summary>
    public int Convert(ReadOnlySpan<short> input, Span<short> output)
    {
        var written = 0;
        foreach (var sample in input) written += Push(sample, output[written..]);
        return written;
    }

    /// <summary>The sound is over: writes what the filter still holds of it.</summary>
    public int Flush(Span<short> output)
    {
        var written = 0;
        for (var i = 0; i < _tail; i++) written += Push(0, output[written..]);
        return written;
    }

    private int Push(float sample, Span<short> output)
    {
        // Twice the length, so that the latest samples always lie in a row.
        if (_filled == _history.Length)
        {
            _history.AsSpan(_history.Length - _taps + 1).CopyTo(_history);
            _filled = _taps - 1;
        }

        _history[_filled++] = sample;
        if (_filled < _taps) return 0;
        if (_toSkip > 0)
        {
            _toSkip--;
            return 0;
        }

        var written = 0;
        while (_phase < _up)
        {
            var row = (int)((long)_phase * _phases / _up);
            output[written++] = Filter(_history.AsSpan(_filled - _taps, _taps), _filter.AsSpan(row * _taps, _taps));
            _phase += _down;
        }

        _toSkip = (_phase / _up) - 1;
        _phase %= _up;
        return written;
    }

    private static short Filter(ReadOnlySpan<float> samples, ReadOnlySpan<float> filter)
    {
        var sum = Vector<float>.Zero;
        var left = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var right = MemoryMarshal.Cast<float, Vector<float>>(filter);
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return (short)Math.Clamp(MathF.Round(Vector.Sum(sum)), short.MinValue, short.MaxValue);
    }

    /// <summary>One filter for each place between two input samples that an output sample can be at.</summary>
    private static float[] Design(int phases, int taps, int half, double cutOff)
    {
        var filter = new float[phases * taps];
        for (var phase = 0; phase < phases; phase++)
        {
            var row = filter.AsSpan(phase * taps, taps);
            var sum = 0.0;
            for (var i = 0; i < taps; i++)
            {
                // Distance from the output sample, which lies between the samples half - 1 and half.
                var distance = i - (half - 1) - ((double)phase / phases);
                var value = Math.Abs(distance) >= half ? 0 : Sinc(cutOff * distance) * Kaiser(distance / half);
                row[i] = (float)value;
                sum += value;
            }

            // Each row passes a constant unchanged, or else the rows would differ audibly.
            foreach (ref var value in row) value = (float)(value / sum);
        }

        return filter;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The window, without its constant factor: rows are brought to measure afterwards.</summary>
    private static double Kaiser(double x) => Bessel(KaiserBeta * Math.Sqrt(Math.Max(0, 1 - (x * x))));

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
}
