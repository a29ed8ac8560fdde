using Softswitch.Media;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// The keys a caller presses, by RFC 4733, by their sound and by INFO, gathered on the call's worker for who collects them. Those that are pressed between two
/// operations wait for the next one; those of a conversation are the other party's.
/// </summary>
internal sealed class CallerKeys : IKeyListener, IDigitCollectorUser
{
    private static readonly TimeSpan BothWithin = TimeSpan.FromSeconds(3);

    private readonly Call _call;
    private readonly DigitCollector _collector;
    private CollectOperation? _operation;
    private bool _isPrompting;
    private KeyWay _way;
    private long _heardAt;

    public CallerKeys(Call call)
    {
        _call = call;
        _collector = new DigitCollector(call.Worker.Timers, this);
    }

    /// <summary>Whether the operation still waits, and for the prompt to be played.</summary>
    public bool IsPrompting(CollectOperation operation) => _operation == operation && _isPrompting;

    /// <summary>Collects for <paramref name="operation"/>, which may be told before this returns.</summary>
    public void Begin(CollectOperation operation, DigitCollection collection, bool isPrompting)
    {
        _operation = operation;
        _isPrompting = isPrompting;
        _collector.Begin(collection, isPrompting);
    }

    /// <summary>The prompt has been played.</summary>
    public void OnPromptEnded()
    {
        _isPrompting = false;
        _collector.OnPromptEnded();
    }

    /// <summary>Nobody collects any more.</summary>
    public void Cancel()
    {
        _operation = null;
        _collector.Cancel();
    }

    /// <summary>A digit has come by INFO.</summary>
    public void OnInfo(char digit) => Hear(digit, KeyWay.Signalling);

    /// <inheritdoc/>
    void IKeyListener.OnKeyDown(char key) =>
        _call.Worker.Post(static state => { var (keys, key) = ((CallerKeys, char))state!; keys.Hear(key, KeyWay.Media); }, (this, key));

    /// <inheritdoc/>
    void IKeyListener.OnKeyUp(char key, TimeSpan duration)
    {
        // It counted when it was pressed.
    }

    /// <inheritdoc/>
    void IDigitCollectorUser.OnBargeIn()
    {
        _isPrompting = false;
        _operation?.OnBargeIn();
    }

    /// <inheritdoc/>
    void IDigitCollectorUser.OnCollected(in CollectedDigits collected)
    {
        var operation = _operation;
        _operation = null;
        operation?.OnCollected(collected);
    }

    /// <summary>Some phones send each key both ways: the one that was heard first counts, until nothing has come by it for a while.</summary>
    private void Hear(char key, KeyWay way)
    {
        var now = _call.Worker.Clock.GetTimestamp();
        if (_way != KeyWay.None && _way != way && _call.Worker.Clock.GetElapsedTime(_heardAt, now) < BothWithin) return;
        (_way, _heardAt) = (way, now);
        Press(key);
    }

    private void Press(char key)
    {
        if (_call.State == CallState.Routing && _call.Caller.Peer is null) _collector.Press(key);
    }

    private enum KeyWay
    {
        None,
        Media,
        Signalling,
    }
}
