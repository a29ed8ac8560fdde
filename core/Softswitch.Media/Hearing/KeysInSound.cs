namespace Softswitch.Media;

/// <summary>Listens for keys in what an end says, for one who has no other way to send them. Belongs to the stream's worker.</summary>
internal sealed class KeysInSound(IKeyListener listener) : ISoundListener, IDisposable
{
    private const int LongestFrame = DtmfDetector.SampleRate / 50;

    private readonly DtmfDetector _detector = new(listener);
    private readonly short[] _frame = new short[LongestFrame + 2];
    private Resampler? _resampler;
    private int _rate;

    /// <inheritdoc/>
    public void OnSound(in HeardSound sound)
    {
        if (sound.Samples.IsEmpty)
        {
            // Whoever says nothing holds no key.
            _detector.Listen(_frame.AsSpan(0, Silence()));
            return;
        }

        _detector.Listen(sound.SampleRate == DtmfDetector.SampleRate ? sound.Samples : Resample(sound));
    }

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    private int Silence()
    {
        Array.Clear(_frame);
        return LongestFrame;
    }

    private ReadOnlySpan<short> Resample(in HeardSound sound)
    {
        if (_resampler is null || _rate != sound.SampleRate)
        {
            _rate = sound.SampleRate;
            _resampler = Resampler.ForStream(sound.SampleRate, DtmfDetector.SampleRate);
        }

        return _frame.AsSpan(0, _resampler.Convert(sound.Samples, _frame));
    }
}
