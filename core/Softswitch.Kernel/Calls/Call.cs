using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// One call: the leg of whoever called, the leg of whoever answered, and what happens between them. It runs on one
/// worker; whatever its ending, every leg ends, its media is given back and exactly one record is left.
/// </summary>
internal sealed partial class Call
{
    /// <summary>How often the legs are looked at: a dead call is found at most so much later than the account's limit.</summary>
    private static readonly TimeSpan SilenceCheckInterval = TimeSpan.FromSeconds(5);

    private readonly WheelTimer _durationTimer;
    private readonly WheelTimer _silenceTimer;
    private readonly WheelTimer _farewellTimer;
    private int _openLegs;
    private bool _finished;

    public Call(CallManager manager, CallStart start)
    {
        Manager = manager;
        Start = start;
        Record = new CallRecordBuilder(start, manager.Worker.Clock);
        _durationTimer = new WheelTimer(static call => ((Call)call!).End(EndCauses.MaximumDuration), this);
        _silenceTimer = new WheelTimer(static call => ((Call)call!).OnSilenceCheck(), this);
        _farewellTimer = new WheelTimer(static call => ((Call)call!).HangUpLeaving(), this);
    }

    public CallManager Manager { get; }

    /// <summary>Who called whom, in which account, on which version of its plan.</summary>
    public CallStart Start { get; }

    public Worker Worker => Manager.Worker;

    public CallState State { get; private set; } = CallState.Routing;

    /// <summary>The leg of whoever called; after a transfer that of whoever took its place.</summary>
    public Leg Caller { get; private set; } = null!;

    /// <summary>The leg of whoever answered; after a transfer that of whoever took its place.</summary>
    public Leg? Callee { get; private set; }

    public CallRecordBuilder Record { get; }

    /// <summary>Makes a leg of this call. It counts until <see cref="OnClosed"/>.</summary>
    public Leg AddLeg(Party party)
    {
        _openLegs++;
        return new Leg(this, party, Manager.Services.Media.NewLeg(Start.Account, (uint)Start.Id.GetHashCode()));
    }

    /// <summary>A leg's session ended: by its own party, by the network, or by us.</summary>
    public void OnEnded(Leg leg, EndCause cause)
    {
        var hungUp = leg.State != LegState.Ended;
        leg.State = LegState.Ended;
        if (hungUp) OnHungUp(leg, cause);
        OnClosed(leg);
    }

    /// <summary>Ends the call: every leg that is up or rings goes. Only the first cause counts.</summary>
    public void End(EndCause cause)
    {
        if (State == CallState.Ended) return;
        State = CallState.Ended;
        Worker.Timers.Stop(_durationTimer);
        Worker.Timers.Stop(_silenceTimer);
        Worker.Timers.Stop(_farewellTimer);
        HangUpLeaving();
        Record.End(cause, CallEnder.Switch);
        _transfer?.Abandon();
        _attempt?.Cancel(EndCauses.Cancelled);
        var told = EndCauses.Forwarded(cause);
        Caller.Hangup(told);
        Callee?.Hangup(told);
        _takeover?.Leaving.Hangup(told);
    }

    /// <summary>The leg is over for good: it has, or will have, no session.</summary>
    public void OnClosed(Leg leg)
    {
        leg.State = LegState.Ended;
        Record.Measured(leg);
        leg.Peer?.Media.Disconnect();
        leg.Media.Close();
        if (--_openLegs > 0 || _finished) return;
        _finished = true;
        Manager.OnFinished(this);
    }

    private void OnHungUp(Leg leg, EndCause cause)
    {
        if (_transfer is not null && _transfer.OnHungUp(leg)) return;
        if (OnTakerHungUp(leg) || (leg != Caller && leg != Callee)) return;
        Record.End(cause, cause.By == EndedBy.Local ? CallEnder.Switch : leg == Caller ? CallEnder.Caller : CallEnder.Callee);
        End(cause);
    }

    private void OnAnswered()
    {
        State = CallState.Bridged;
        Worker.Timers.Start(_durationTimer, Start.Account.MaxCall);
        if (Start.Account.MediaTimeout > TimeSpan.Zero) Worker.Timers.Start(_silenceTimer, SilenceCheckInterval);
    }

    private void OnSilenceCheck()
    {
        var limit = Start.Account.MediaTimeout;
        if (Caller.Media.Silence > limit && Callee?.Media.Silence > limit) End(EndCauses.MediaTimeout);
        else Worker.Timers.Start(_silenceTimer, SilenceCheckInterval);
    }
}

/// <summary>Life of a call.</summary>
internal enum CallState
{
    /// <summary>Not answered: its plan decides, phones ring.</summary>
    Routing,

    /// <summary>Two parties talk.</summary>
    Bridged,

    /// <summary>Ended; a session may still have messages under way.</summary>
    Ended,
}
