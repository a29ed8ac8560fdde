namespace Softswitch.Media;

/// <summary>
/// Sounds that all in a room hear, one right behind the other. Ends exactly once and tells so on the room's media worker, which must not be kept waiting.
/// </summary>
public sealed class Announcement
{
    private readonly Action<Announcement, UtteranceEnd>? _ended;
    private AudioCodec? _codec;
    private IAudioDecoder? _decoder;
    private short[] _frame = [];
    private SoundCursor _sounds;
    private bool _hasEnded;

    internal Announcement(IReadOnlyList<EncodedAudio> sounds, bool isDucking, Action<Announcement, UtteranceEnd>? ended, object? state) =>
        (_sounds, IsDucking, _ended, State) = (new SoundCursor(sounds), isDucking, ended, state);

    /// <summary>What whoever asked for it gave along.</summary>
    public object? State { get; }

    /// <summary>Whether members are heard more faintly meanwhile.</summary>
    public bool IsDucking { get; }

    internal MixInput Input { get; } = new();

    /// <summary>Takes the next frame; false where that was all.</summary>
    internal bool Advance()
    {
        if (_sounds.IsOver) return false;
        if (_codec != _sounds.Sound.Codec) Begin(_sounds.Sound.Codec);
        var filled = 0;
        // Sounds of one codec that follow each other share a frame.
        while (filled < _frame.Length && !_sounds.IsOver && _sounds.Sound.Codec == _codec)
        {
            var sound = _sounds.Sound;
            var count = sound.FrameSamples > 1 ? sound.FrameSamples : Math.Min(_frame.Length - filled, sound.Samples - _sounds.Position);
            filled += _decoder!.Decode(sound.Coded(_sounds.Position, count), _frame.AsSpan(filled));
            _sounds.Pass(count);
            if (sound.FrameSamples > 1) break;
        }

        Array.Clear(_frame, filled, _frame.Length - filled);
        Input.Set(_frame, _codec!.SampleRate, 1);
        return true;
    }

    /// <summary>It is over; the first end counts.</summary>
    internal void End(UtteranceEnd end)
    {
        if (_hasEnded) return;
        _hasEnded = true;
        _decoder?.Dispose();
        _ended?.Invoke(this, end);
    }

    private void Begin(AudioCodec codec)
    {
        _decoder?.Dispose();
        _codec = codec;
        _decoder = codec.NewDecoder();
        _frame = new short[codec.SampleRate / MixBus.FramesPerSecond];
    }
}
