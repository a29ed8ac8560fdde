using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Rings somebody for the caller, all at once or one after the other, and lasts as long as the conversation with who answers.</summary>
internal sealed class BridgeOperation(Call call, BridgeRequest request, Action? answered) : CallOperation<BridgeResult>(call), IDialOwner
{
    private BridgeResult? _missed;
    private BridgeResult? _answered;
    private long _answeredAt;
    private int _next;

    /// <summary>The phones that are being rung; null where none are.</summary>
    public DialAttempt? Attempt { get; private set; }

    void IDialOwner.OnRinging(DialAttempt attempt, Leg leg, int status, byte[]? description) => Call.OnCalleeRings(leg, status, description);

    void IDialOwner.OnReached(DialAttempt attempt, Leg leg)
    {
        Attempt = null;
        if (Call.TryJoin(leg) is { } refusal) Call.Refuse(refusal, CallEnder.Switch);
        else Reached(leg);
    }

    void IDialOwner.OnMissed(DialAttempt attempt, BridgeOutcome outcome, int status)
    {
        Attempt = null;
        Missed(new BridgeResult(outcome, status), EndCauses.Refused(status), CallEnder.Callee);
    }

    /// <summary>A phone has taken the call in the place of those that ring.</summary>
    public void PickedUp(Leg coming)
    {
        Attempt?.Cancel(EndCauses.AnsweredElsewhere);
        Attempt = null;
        Reached(coming);
    }

    /// <summary>Whoever answered has gone, and the caller is still there.</summary>
    public void OnConversationOver()
    {
        if (_answered is { } answered) Complete(answered with { TalkTime = Talked });
    }

    /// <inheritdoc/>
    public override void OnCallEnded(HangupCause cause)
    {
        Attempt?.Cancel(EndCauses.Cancelled);
        Attempt = null;
        // Most calls end so: the state says it, and no exception has to.
        if (_answered is { } answered) Complete(answered with { TalkTime = Talked });
        else Complete(_missed ?? new BridgeResult(BridgeOutcome.Failed, 487));
    }

    /// <inheritdoc/>
    protected override void Start() => RingNext();

    /// <inheritdoc/>
    protected override void Stop()
    {
        Attempt?.Cancel(EndCauses.Cancelled);
        Attempt = null;
        Call.LeaveCallee();
    }

    private TimeSpan Talked => Call.Worker.Clock.GetElapsedTime(_answeredAt);

    private TimeSpan RingFor => request.RingFor == TimeSpan.Zero ? Call.Start.Account.RingFor : request.RingFor;

    private void RingNext()
    {
        var isAll = request.Order == RingOrder.All;
        while (_next < request.Targets.Length)
        {
            var legs = isAll ? Call.Manager.Dialler.Reach(Call, request.Targets.AsSpan()) : Call.Manager.Dialler.Reach(Call, request.Targets.AsSpan(_next, 1));
            _next = isAll ? request.Targets.Length : _next + 1;
            if (legs.Count == 0)
            {
                Note(new BridgeResult(BridgeOutcome.Unreachable, 480), EndCauses.Refused(480), CallEnder.Callee);
                continue;
            }

            Attempt = new DialAttempt(Call, this);
            if (Attempt.TryStart(legs, Call.ShownCaller(request.ShowCaller), Call.OfferForCallee(), RingFor)) return;
            Attempt = null;
            // Somebody is there, but the offer cannot be passed on: that is no fault of theirs.
            var refusal = legs[0].Leg.Media.Refusal;
            Note(new BridgeResult(BridgeOutcome.Failed, refusal.Status), refusal, CallEnder.Switch);
        }

        Call.StopRinging();
        Complete(_missed!);
    }

    private void Missed(BridgeResult result, EndCause cause, CallEnder ender)
    {
        Note(result, cause, ender);
        RingNext();
    }

    /// <summary>Of several failures the one that counts: that it rang somewhere, then a refusal, then busy, then nobody there.</summary>
    private void Note(BridgeResult result, in EndCause cause, CallEnder ender)
    {
        if (_missed is not null && _missed.OrBetter(result) == _missed) return;
        _missed = result;
        Call.NoteParting(cause, ender);
    }

    private void Reached(Leg leg)
    {
        _answered = new BridgeResult(BridgeOutcome.Answered, 200, leg.Party.Public);
        _answeredAt = Call.Worker.Clock.GetTimestamp();
        answered?.Invoke();
    }
}
