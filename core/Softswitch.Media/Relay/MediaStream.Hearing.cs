using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Media;

/// <summary>What the stream's end says, for those in the switch who listen.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A stream ends with Close, on its own worker.")]
public sealed partial class MediaStream
{
    private Ear? _ear;
    private KeysInSound? _soundingKeys;
    private IKeyListener? _keyListener;

    /// <summary>
    /// Has <paramref name="listener"/> hear what the end says, 20 ms at a time and without gaps, also while it is connected: it is relayed all the same. Any number may listen. Where the stream is
    /// encrypted, or in a codec that the switch does not know, they hear silence.
    /// </summary>
    public void Listen(ISoundListener listener) => _commands.Add(
        static (stream, state) =>
        {
            if (stream._isClosed) return;
            stream.OpenEar().Add((ISoundListener)state!);
        },
        listener);

    /// <summary>Has <paramref name="listener"/> hear no more.</summary>
    public void StopListening(ISoundListener listener) => _commands.Add(static (stream, state) => stream._ear?.Remove((ISoundListener)state!), listener);

    /// <summary>What became of the packets that were listened to; null where nobody listens. On the stream's worker, or when it does not run.</summary>
    internal JitterBufferStatistics? HeardStatistics => _ear?.Statistics;

    /// <summary>
    /// Has keys listened for in the sound of an end that has agreed on no telephone events, while it is alone with the switch: what it presses in a conversation is for the other end, which hears it.
    /// </summary>
    private void ListenForSoundingKeys()
    {
        var isWanted = _keyListener is not null && _other is null && !_isClosed && !_reception.Formats.HasEvents && SpandspLibrary.Library.IsInstalled;
        if (isWanted == _soundingKeys is not null) return;
        if (isWanted)
        {
            OpenEar().Add(_soundingKeys = new KeysInSound(_keyListener!));
            return;
        }

        _ear!.Remove(_soundingKeys!);
        _soundingKeys!.Dispose();
        _soundingKeys = null;
    }

    private Ear OpenEar()
    {
        if (_ear is { } open) return open;
        _ear = new Ear(_relay.Random.NextUInt64());
        if (_isAttached) _ear.Attach(_home.Clock, SinceBeginning(_home.Now));
        return _ear;
    }

    private TimeSpan SinceBeginning(long now) => _relay.Clock.GetElapsedTime(0, now);
}
