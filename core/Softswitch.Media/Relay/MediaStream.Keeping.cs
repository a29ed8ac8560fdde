namespace Softswitch.Media;

/// <summary>The stream as part of something that more than two take part in.</summary>
public sealed partial class MediaStream : IStreamEnd
{
    private IStreamKeeper? _keeper;

    /// <inheritdoc/>
    VoiceFormat? IStreamEnd.Format => _voice?.Format;

    /// <inheritdoc/>
    bool IStreamEnd.IsSpeaking => IsSpeaking;

    /// <summary>Moves to <paramref name="home"/> for <paramref name="keeper"/>, who is told of it, instead of whatever it was connected with or kept by before.</summary>
    internal void MoveTo(MediaWorker home, IStreamKeeper keeper)
    {
        _commands.Add(static (stream, state) => stream.MoveTo((MediaWorker)state!), home);
        _commands.Add(static (stream, state) => stream.StayFor((IStreamKeeper)state!), keeper);
    }

    /// <inheritdoc/>
    void IStreamEnd.Say(Utterance utterance) => SayNow(utterance);

    /// <inheritdoc/>
    void IStreamEnd.Cease(Utterance utterance) => _voice?.Cease(UtteranceEnd.Stopped, utterance);

    /// <inheritdoc/>
    void IStreamEnd.Hear(ISoundListener listener) => OpenEar().Add(listener);

    /// <inheritdoc/>
    void IStreamEnd.StopHearing(ISoundListener listener) => _ear?.Remove(listener);

    /// <inheritdoc/>
    void IStreamEnd.Free(IStreamKeeper keeper)
    {
        if (_keeper == keeper) _keeper = null;
    }

    private void StayFor(IStreamKeeper keeper)
    {
        if (_isClosed || keeper.Home != _home)
        {
            keeper.OnGone();
            return;
        }

        LeaveKeeper();
        Unlink();
        _keeper = keeper;
        keeper.OnKept();
    }

    private void LeaveKeeper()
    {
        var keeper = _keeper;
        _keeper = null;
        keeper?.OnGone();
    }
}
