namespace Softswitch.Media;

/// <summary>Listens for keys in what an end says, for one who has no other way to send them. Belongs to the stream's worker.</summary>
internal sealed class KeysInSound(IKeyListener listener) : ISoundListener, IDisposable
{
    private static readonly short[] Silence = new short[DtmfDetector.SampleRate / 50];

    private readonly DtmfDetector _detector = new(listener);
    private readonly SoundAtRate _sound = new(DtmfDetector.SampleRate);

    /// <inheritdoc/>
    public void OnSound(in HeardSound sound) =>
        // Whoever says nothing holds no key.
        _detector.Listen(sound.Samples.IsEmpty ? Silence : _sound.Of(sound));

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();
}
