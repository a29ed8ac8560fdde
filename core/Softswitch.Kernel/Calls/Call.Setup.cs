using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>From the INVITE to the answer: the plan's steps, one after the other.</content>
internal sealed partial class Call : IDialOwner
{
    /// <summary>Steps a call may take before somebody answers: a plan that goes round in circles ends here.</summary>
    private const int StepLimit = 200;

    private DialAttempt? _attempt;
    private BridgeStep? _step;
    private int _steps;
    private bool _ringSent;

    /// <summary>Takes the caller's session and goes where the plan says; null where it knows no such number, which is an attempt with a record like any other.</summary>
    public void Begin(InviteSession session, BridgeStep? first)
    {
        Caller = AddLeg(Start.From);
        Caller.Session = session;
        session.Owner = Caller;
        if (first is null)
        {
            Refuse(EndCauses.Refused(404));
            return;
        }

        if (session.RemoteSdp is { } offer) Caller.Hear(offer);
        Enter(first, 480);
    }

    void IDialOwner.OnRinging(DialAttempt attempt, Leg leg, int status, byte[]? description)
    {
        Record.Rang();
        if (description is not null && Caller.Media.Present(description) is { } early)
        {
            Connect(Caller, leg);
            Caller.Ring(status, early);
        }
        else if (!_ringSent || status is 181 or 182)
        {
            _ringSent = true;
            Caller.Ring(status == 183 ? 180 : status, null);
        }
    }

    void IDialOwner.OnReached(DialAttempt attempt, Leg leg)
    {
        _attempt = null;
        Callee = leg;
        Connect(Caller, leg);
        if (leg.Description is not { } description || Caller.Media.Present(description) is not { } answer)
        {
            Refuse(leg.Description is null ? EndCauses.NoMedia : Caller.Media.Refusal, CallEnder.Switch);
            return;
        }

        Record.Answered(leg);
        OnAnswered();
        Caller.Answer(answer);
    }

    void IDialOwner.OnMissed(DialAttempt attempt, DialOutcome outcome, int status)
    {
        _attempt = null;
        if (_step!.Next(outcome) is { } next) Enter(next, status);
        else Refuse(EndCauses.Refused(status));
    }

    private void Enter(BridgeStep step, int statusSoFar)
    {
        var cause = EndCauses.Refused(statusSoFar);
        var ender = CallEnder.Callee;
        DialOutcome outcome;
        for (var next = step; next is not null && _steps++ < StepLimit; next = next.Next(outcome))
        {
            var legs = Manager.Dialler.Reach(this, next.Targets);
            _step = next;
            _attempt = new DialAttempt(this, this);
            if (_attempt.TryStart(legs, Start.From, Caller.Description, next.RingFor)) return;
            _attempt = null;
            outcome = legs.Count > 0 ? DialOutcome.Error : DialOutcome.Unreachable;
            if (legs.Count == 0) continue;
            // Somebody is there, but the offer cannot be passed on: that is no fault of theirs.
            cause = legs[0].Leg.Media.Refusal;
            ender = CallEnder.Switch;
        }

        Refuse(cause, ender);
    }

    private void Refuse(EndCause cause, CallEnder ender = CallEnder.Callee)
    {
        if (State == CallState.Ended) return;
        Record.End(cause, ender);
        Caller.Reject(cause.Status);
        End(cause);
    }
}
