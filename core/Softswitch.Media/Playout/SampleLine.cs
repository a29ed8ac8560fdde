namespace Softswitch.Media;

/// <summary>Samples that have been decoded and not yet played.</summary>
internal sealed class SampleLine(int rate)
{
    // In silence nobody hears where something is missing.
    private const double Quiet = 80;
    private const float Alike = 0.6f;

    // Frames of 60 ms, a packet of 120 and 35 to find a period in.
    private readonly short[] _samples = new short[rate * 3 / 10];
    private readonly float[] _sound = new float[rate * 35 / 1000];
    private int _begin;
    private int _end;

    /// <summary>Samples that are waiting.</summary>
    public int Length => _end - _begin;

    /// <summary>Whether there are samples enough to find a period in, and to leave it out and still have so many.</summary>
    public bool CanShorten(int left) => Length >= Math.Max(_sound.Length, left + (rate * 15 / 1000));

    /// <summary>Where the next ones are to be put; <see cref="Add"/> says how many there were.</summary>
    public Span<short> Free
    {
        get
        {
            _samples.AsSpan(_begin, Length).CopyTo(_samples);
            (_begin, _end) = (0, Length);
            return _samples.AsSpan(_end);
        }
    }

    /// <summary>So many have been put.</summary>
    public void Add(int count) => _end += count;

    /// <summary>Takes as many as <paramref name="frame"/> holds, which are there.</summary>
    public void Take(Span<short> frame)
    {
        _samples.AsSpan(_begin, frame.Length).CopyTo(frame);
        _begin += frame.Length;
    }

    /// <summary>
    /// Leaves out a period of the voice, 5 to 15 ms, from the beginning, blending what is before it into what is behind, where there is enough
    /// (<see cref="CanShorten"/>). Returns the samples that it is shorter by: 0 where, without <paramref name="anyhow"/>, it would be heard.
    /// </summary>
    public int Shorten(bool anyhow)
    {
        for (var i = 0; i < _sound.Length; i++) _sound[i] = _samples[_begin + i];
        var period = PitchFinder.Find(_sound, rate);
        if (!anyhow && !IsUnheard(_sound.AsSpan(0, period), _sound.AsSpan(period, period))) return 0;

        for (var i = 0; i < period; i++)
        {
            var share = (i + 1f) / (period + 1);
            _samples[_begin + period + i] = (short)(_sound[i] + (share * (_sound[period + i] - _sound[i])));
        }

        _begin += period;
        return period;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _begin = _end = 0;

    private static bool IsUnheard(ReadOnlySpan<float> one, ReadOnlySpan<float> next)
    {
        var (energy, nextEnergy) = (PitchFinder.Dot(one, one), PitchFinder.Dot(next, next));
        return energy + nextEnergy < Quiet * Quiet * 2 * one.Length || PitchFinder.Dot(one, next) > Alike * MathF.Sqrt(energy * nextEnergy);
    }
}
