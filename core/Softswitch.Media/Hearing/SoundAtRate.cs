namespace Softswitch.Media;

/// <summary>What a listener hears, at the one sample rate that it wants, whatever the end speaks in. Belongs to the listener; nothing is made per frame.</summary>
internal sealed class SoundAtRate(int rate)
{
    private const int FramesPerSecond = 50;

    // Rates that are no multiples of each other may give one more now and then.
    private readonly short[] _frame = new short[(rate / FramesPerSecond) + 2];
    private Resampler? _resampler;
    private int _from;

    /// <summary>The samples at that rate, which are good until the next frame; none where nobody is heard.</summary>
    public ReadOnlySpan<short> Of(in HeardSound sound)
    {
        if (sound.SampleRate == rate || sound.Samples.IsEmpty) return sound.Samples;
        if (_resampler is null || _from != sound.SampleRate)
        {
            _from = sound.SampleRate;
            _resampler = Resampler.ForStream(sound.SampleRate, rate);
        }

        return _frame.AsSpan(0, _resampler.Convert(sound.Samples, _frame));
    }
}
