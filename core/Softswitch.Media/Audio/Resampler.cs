using System.Numerics;
using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>
/// Changes the sample rate of a sound, piece by piece, without garbage: a polyphase low-pass filter. What the lower of the two rates cannot hold does not fold back
/// into the voice.
/// </summary>
public sealed class Resampler
{
    // Half a frame of 20 ms at the highest rate.
    private const int MostAtOnce = 480;

    private readonly ResamplerFilter _filter;
    private readonly int _taps;
    private readonly int _up;
    private readonly int _wholeStep;
    private readonly int _restOfStep;
    private readonly float[] _line;
    private int _filled;
    // What the next output sample is made of begins here in the line, at this part of a sample.
    private int _next;
    private int _phase;

    /// <summary>
    /// For a recording, from one rate to another, both 8000 to 48 000 samples a second: 80 dB clean, and the sound begins where it began. What the filter
    /// holds back comes with <see cref="Flush"/>.
    /// </summary>
    public Resampler(int from, int to)
        : this(ResamplerFilter.For(from, to, isStream: false)) => _filled = _taps - _filter.Half - 1;

    private Resampler(ResamplerFilter filter)
    {
        _filter = filter;
        (_taps, _up) = (filter.Taps, filter.Up);
        _wholeStep = Math.DivRem(filter.Down, filter.Up, out _restOfStep);
        _line = new float[_taps - 1 + MostAtOnce];
    }

    /// <summary>
    /// For a stream, from one rate to another, both 8000 to 48 000 samples a second: 60 dB clean, and of each piece of a whole number of 10 ms comes just as much
    /// (at rates that are multiples of 100), <see cref="Delay"/> later.
    /// </summary>
    public static Resampler ForStream(int from, int to)
    {
        var resampler = new Resampler(ResamplerFilter.For(from, to, isStream: true));
        resampler._filled = resampler._taps - 1;
        return resampler;
    }

    /// <summary>How much later a stream's sound comes, in samples of the rate that it comes from: 24 of the lower rate, 3 ms at 8 kHz.</summary>
    public int Delay => _filter.Half;

    /// <summary>The most samples that <see cref="Convert"/> makes of <paramref name="count"/>.</summary>
    public int MostOutput(int count) => (int)(((long)count * _up / _filter.Down) + 2);

    /// <summary>The most samples that <see cref="Flush"/> makes.</summary>
    public int MostFlushed => MostOutput(_filter.Half);

    /// <summary>Takes the next piece and returns how many samples were written to <paramref name="output"/> (<see cref="MostOutput"/>).</summary>
    public int Convert(ReadOnlySpan<short> input, Span<short> output)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            var piece = input[..Math.Min(input.Length, _line.Length - _filled)];
            var place = _line.AsSpan(_filled);
            for (var i = 0; i < piece.Length; i++) place[i] = piece[i];
            written += Advance(piece.Length, output[written..]);
            input = input[piece.Length..];
        }

        return written;
    }

    /// <summary>The sound is over: writes what the filter still holds of it.</summary>
    public int Flush(Span<short> output)
    {
        var written = 0;
        for (var left = _filter.Half; left > 0;)
        {
            var count = Math.Min(left, _line.Length - _filled);
            _line.AsSpan(_filled, count).Clear();
            written += Advance(count, output[written..]);
            left -= count;
        }

        return written;
    }

    /// <summary>So many samples more are in the line: makes of them what can be made.</summary>
    private int Advance(int count, Span<short> output)
    {
        _filled += count;
        var written = 0;
        for (; _next + _taps <= _filled; written++)
        {
            output[written] = Apply(_line.AsSpan(_next, _taps), _filter.Row(_phase));
            _next += _wholeStep;
            _phase += _restOfStep;
            if (_phase < _up) continue;
            _phase -= _up;
            _next++;
        }

        // A step may be longer than what is there.
        var done = Math.Min(_next, _filled);
        _line.AsSpan(done, _filled - done).CopyTo(_line);
        _filled -= done;
        _next -= done;
        return written;
    }

    private static short Apply(ReadOnlySpan<float> samples, ReadOnlySpan<float> row)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var right = MemoryMarshal.Cast<float, Vector<float>>(row);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var i = 0; i + 1 < left.Length && i + 1 < right.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(left[i], right[i], even);
            odd = Vector.FusedMultiplyAdd(left[i + 1], right[i + 1], odd);
        }

        return (short)Math.Clamp(MathF.Round(Vector.Sum(even + odd)), short.MinValue, short.MaxValue);
    }
}
