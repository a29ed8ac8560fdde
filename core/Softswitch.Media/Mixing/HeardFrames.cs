namespace Softswitch.Media;

/// <summary>
/// What a member said last, between its ear and the mixer, which have one worker but not one beat: two frames, of which the older one goes where a third comes.
/// </summary>
internal sealed class HeardFrames : ISoundListener
{
    private const int MostSamples = 48_000 / MixBus.FramesPerSecond;

    private short[] _frame = [];
    private short[] _next = [];
    private int _count;
    private int _length;
    private int _nextLength;
    private int _rate;
    private int _nextRate;

    /// <inheritdoc/>
    public void OnSound(in HeardSound sound)
    {
        // Silence is what is not there.
        if (sound.Samples.IsEmpty) return;
        if (_frame.Length == 0) (_frame, _next) = (new short[MostSamples], new short[MostSamples]);
        if (_count == 2) Advance();
        var length = Math.Min(sound.Samples.Length, MostSamples);
        sound.Samples[..length].CopyTo(_count == 0 ? _frame : _next);
        if (_count++ == 0) (_length, _rate) = (length, sound.SampleRate);
        else (_nextLength, _nextRate) = (length, sound.SampleRate);
    }

    /// <summary>Takes the older frame: good until the next is heard. Empty where there is none.</summary>
    public ReadOnlySpan<short> Take(out int rate)
    {
        rate = _rate;
        if (_count == 0) return default;
        var (taken, length) = (_frame, _length);
        Advance();
        return taken.AsSpan(0, length);
    }

    private void Advance()
    {
        (_frame, _next) = (_next, _frame);
        (_length, _rate) = (_nextLength, _nextRate);
        _count--;
    }
}
