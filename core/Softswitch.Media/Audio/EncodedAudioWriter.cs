namespace Softswitch.Media;

/// <summary>Gathers sound, piece by piece, as it will go out.</summary>
internal sealed class EncodedAudioWriter(AudioCodec codec) : IDisposable
{
    private const int FirstLength = 8192;
    // Of 20 ms, in any codec: an Opus frame has 1275 bytes at most (RFC 6716 §3.4, R2).
    private const int MostFrame = 1275;

    private readonly IAudioEncoder _encoder = codec.NewEncoder();
    private readonly short[]? _frame = codec.BytesPerSample == 0 ? new short[EncodedAudio.FrameOf(codec)] : null;
    private readonly List<int> _starts = [0];
    private byte[] _bytes = new byte[FirstLength];
    private int _length;
    private int _inFrame;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds a piece of any length.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        Samples += samples.Length;
        if (_frame is null)
        {
            MakeRoom(samples.Length * codec.BytesPerSample);
            _length += _encoder.Encode(samples, _bytes.AsSpan(_length));
            return;
        }

        while (!samples.IsEmpty)
        {
            var piece = samples[..Math.Min(samples.Length, _frame.Length - _inFrame)];
            piece.CopyTo(_frame.AsSpan(_inFrame));
            _inFrame += piece.Length;
            samples = samples[piece.Length..];
            if (_inFrame == _frame.Length) EndFrame();
        }
    }

    /// <summary>All of it; a last frame that is not full ends in silence.</summary>
    public EncodedAudio ToAudio()
    {
        if (_frame is null) return new EncodedAudio(codec, _bytes[.._length]);
        if (_inFrame > 0)
        {
            Array.Clear(_frame, _inFrame, _frame.Length - _inFrame);
            EndFrame();
        }

        return new EncodedAudio(codec, _bytes[.._length], [.. _starts]);
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private void EndFrame()
    {
        MakeRoom(MostFrame);
        _length += _encoder.Encode(_frame, _bytes.AsSpan(_length, MostFrame));
        _starts.Add(_length);
        _inFrame = 0;
    }

    private void MakeRoom(int more)
    {
        if (_length + more > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length + more, _bytes.Length * 2));
    }
}
