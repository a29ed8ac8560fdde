using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// One call: the leg of whoever called, the flow of its plan, the leg of whoever answered, and what happens between them. It runs on one
/// worker; whatever its ending, every leg ends, its media is given back and exactly one record is left.
/// </summary>
/// <remarks>
/// By concern: <c>.Flow</c> the plan's steps and what they do to the call, <c>.Conversation</c> how two come together and part, <c>.Bridge</c> offers
/// between the two, <c>.Speech</c> the switch's own media, <c>.Pickup</c>, <c>.Takeover</c>, <c>.Transfer</c> others who take places.
/// </remarks>
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
        _farewellTimer = new WheelTimer(static call => ((Call)call!).OnFarewellOver(), this);
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
        return new Leg(this, party, NewMedia());
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
        var told = EndCauses.Forwarded(cause);
        Caller.Hangup(told);
        Callee?.Hangup(told);
        _takeover?.Leaving.Hangup(told);
        EndFlow(cause);
    }

    /// <summary>The leg is over for good: it has, or will have, no session.</summary>
    public void OnClosed(Leg leg)
    {
        leg.State = LegState.Ended;
        Record.Measured(leg);
        leg.Peer?.Media.Disconnect();
        leg.Media.Close();
        if (--_openLegs == 0) FinishIfDone();
    }

    /// <summary>The record is written once every leg is over, and the flow too: its trace goes along.</summary>
    private void FinishIfDone()
    {
        if (_openLegs > 0 || !_isFlowOver || _finished) return;
        _finished = true;
        Manager.OnFinished(this);
    }

    private void OnHungUp(Leg leg, EndCause cause)
    {
        if (_transfer is not null && _transfer.OnHungUp(leg)) return;
        if (OnTakerHungUp(leg) || (leg != Caller && leg != Callee)) return;
        var ender = cause.By == EndedBy.Local ? CallEnder.Switch : leg == Caller ? CallEnder.Caller : CallEnder.Callee;
        if (leg == Callee) OnConversationOver(cause, ender);
        else EndBy(cause, ender);
    }

    /// <summary>Ends the call, and says who did.</summary>
    private void EndBy(in EndCause cause, CallEnder ender)
    {
        Record.End(cause, ender);
        End(cause);
    }

    /// <summary>The caller has been answered, by somebody or by the switch.</summary>
    private void OnAnswered()
    {
        if (_durationTimer.IsRunning) return;
        Manager.Services.TellAnswered(Start, Record.AnsweredBy, Worker.Clock.GetUtcNow());
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
    /// <summary>Its plan decides: phones ring, or the switch itself speaks with the caller.</summary>
    Routing,

    /// <summary>Two parties talk.</summary>
    Bridged,

    /// <summary>Ended; a session may still have messages under way.</summary>
    Ended,
}
