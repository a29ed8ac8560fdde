namespace Softswitch.Net;

/// <summary>
/// A one-shot timer that lives in a <see cref="TimerWheel"/>. It belongs to one worker and is started, stopped and
/// fired on that worker only; it may be started again at any time, also from its own callback.
/// </summary>
public sealed class WheelTimer(Action<object?> callback, object? state)
{
    internal WheelTimer? Previous;
    internal WheelTimer? Next;
    internal long DueTick;
    internal int Slot;

    /// <summary>Whether it will fire.</summary>
    public bool IsRunning => Next is not null;

    internal void Fire() => callback(state);
}
