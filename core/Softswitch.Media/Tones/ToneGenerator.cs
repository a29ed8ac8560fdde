namespace Softswitch.Media;

/// <summary>Makes a tone, frame by frame, without garbage. One for each listener.</summary>
public sealed class ToneGenerator
{
    // The level of a sine with the largest samples (ITU-T G.711 §4).
    private const double FullScaleLevel = 3.14;
    private const int MostFrequencies = 4;
    // Pieces begin and end within a millisecond, so that they do not click.
    private const int RampsPerSecond = 1000;

    private readonly Tone _tone;
    private readonly int _rate;
    private readonly int _ramp;
    private readonly Oscillator[] _oscillators = new Oscillator[MostFrequencies];
    private int _count;
    private int _segment = -1;
    private long _position;
    private long _length;

    /// <summary>
    /// For a tone at so many samples a second, 8000 to 48 000. Throws <see cref="ArgumentException"/> where it has nothing in it or more than four frequencies
    /// at once.
    /// </summary>
    public ToneGenerator(Tone tone, int rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 8000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 48_000);
        if (tone.Segments.IsDefaultOrEmpty) throw new ArgumentException("it has no segments; expected one or more", nameof(tone));
        foreach (var segment in tone.Segments)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(segment.Duration, TimeSpan.FromMilliseconds(1), nameof(tone));
            if (segment.Frequencies.Length > MostFrequencies)
                throw new ArgumentException($"{segment.Frequencies.Length} frequencies at once; expected {MostFrequencies} at most", nameof(tone));
        }

        (_tone, _rate) = (tone, rate);
        // What is one piece only, and repeated, is steady.
        _ramp = tone.IsRepeated && tone.Segments.Length == 1 ? 0 : rate / RampsPerSecond;
        Begin(0);
    }

    /// <summary>Whether all has been made; never of a tone that is repeated.</summary>
    public bool IsOver => _segment == _tone.Segments.Length;

    /// <summary>Fills <paramref name="samples"/>, behind the end of the tone with silence, and returns how many are the tone's.</summary>
    public int Generate(Span<short> samples)
    {
        var made = 0;
        while (made < samples.Length && !IsOver)
        {
            var count = (int)Math.Min(samples.Length - made, _length - _position);
            if (_count == 0) samples.Slice(made, count).Clear();
            else Fill(samples.Slice(made, count));
            made += count;
            _position += count;
            if (_position == _length) Begin(_segment + 1);
        }

        samples[made..].Clear();
        return made;
    }

    private void Begin(int segment)
    {
        if (segment == _tone.Segments.Length && _tone.IsRepeated) segment = 0;
        var goesOn = _segment == segment;
        _segment = segment;
        _position = 0;
        if (IsOver) return;
        var next = _tone.Segments[segment];
        _length = Math.Max(1, (long)(next.Duration.TotalSeconds * _rate));
        _count = next.Frequencies.Length;
        for (var i = 0; i < _count && !goesOn; i++)
        {
            var amplitude = short.MaxValue * Math.Pow(10, (next.Frequencies[i].Level - FullScaleLevel) / 20);
            _oscillators[i] = new Oscillator(2 * Math.PI * next.Frequencies[i].Hertz / _rate, amplitude);
        }
    }

    private void Fill(Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < _count; k++) sum += _oscillators[k].Next();
            var fromEdge = Math.Min(_position + i + 1, _length - _position - i);
            if (fromEdge < _ramp) sum *= (double)fromEdge / _ramp;
            samples[i] = (short)Math.Clamp(sum, short.MinValue, short.MaxValue);
        }
    }

    /// <summary>A sine by turning a vector a little with each sample; in double precision it stays as long as it was for days.</summary>
    private struct Oscillator(double angle, double amplitude)
    {
        private readonly double _cosine = Math.Cos(angle);
        private readonly double _sine = Math.Sin(angle);
        private double _x = amplitude;
        private double _y;

        public double Next()
        {
            var value = _y;
            (_x, _y) = ((_x * _cosine) - (_y * _sine), (_x * _sine) + (_y * _cosine));
            return value;
        }
    }
}
