namespace Softswitch.Media;

/// <summary>
/// Hears the keys that a stream's end sends as sound (DTMF, ITU-T Q.23 and Q.24), by libspandsp: those of 40 ms and more, with 40 ms between them. One for
/// each stream; a frame leaves no garbage.
/// </summary>
public sealed unsafe class DtmfDetector : IDisposable
{
    /// <summary>Samples a second of the sound that it listens to.</summary>
    public const int SampleRate = 8000;

    // Less than the 102 samples that it judges by: between two looks it cannot have heard a key come and go.
    private const int SamplesPerLook = 80;

    private readonly IKeyListener _listener;
    private readonly SpandspLibrary.DtmfHandle _state;
    private int _held;

    /// <summary>Tells <paramref name="listener"/> of keys. Throws <see cref="MissingLibraryException"/> where libspandsp is not installed.</summary>
    public DtmfDetector(IKeyListener listener)
    {
        SpandspLibrary.Library.Require();
        _listener = listener;
        _state = SpandspLibrary.NewDtmf(0, 0, 0);
    }

    /// <summary>The key that is held, <c>0-9 * # A-D</c>, or NUL.</summary>
    public char Key { get; private set; }

    /// <summary>
    /// Listens to a frame of any length at 8 kHz. A key is told of some 30 ms after it was pressed or released; how long it was held is right to 15 ms.
    /// </summary>
    public void Listen(ReadOnlySpan<short> samples)
    {
        fixed (short* first = samples)
        {
            for (var at = 0; at < samples.Length; at += SamplesPerLook)
            {
                var count = Math.Min(SamplesPerLook, samples.Length - at);
                _ = SpandspLibrary.ListenForDtmf(_state, first + at, count);
                _held += count;
                var status = SpandspLibrary.DtmfStatus(_state);
                Hear(status == SpandspLibrary.Perhaps ? '\0' : (char)status);
            }
        }
    }

    /// <summary>The stream is over, and so is a key that is still held.</summary>
    public void Dispose()
    {
        Hear('\0');
        _state.Dispose();
    }

    private void Hear(char key)
    {
        if (key == Key) return;
        if (Key != '\0') _listener.OnKeyUp(Key, TimeSpan.FromSeconds((double)_held / SampleRate));
        Key = key;
        _held = 0;
        if (key != '\0') _listener.OnKeyDown(key);
    }
}
