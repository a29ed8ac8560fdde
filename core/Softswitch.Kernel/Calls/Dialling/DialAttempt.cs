using Softswitch.Dialplan.Engine;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// Rings several phones at once until one answers, all have refused, the time is up, or its owner gives up: exactly one
/// of <see cref="IDialOwner.OnReached"/> and <see cref="IDialOwner.OnMissed"/> follows, unless it is cancelled.
/// </summary>
internal sealed class DialAttempt
{
    private readonly Call _call;
    private readonly IDialOwner _owner;
    private readonly WheelTimer _ringTimer;
    private readonly List<Leg> _ringing = [];
    private int _status;
    private bool _rang;
    private bool _over;

    public DialAttempt(Call call, IDialOwner owner)
    {
        _call = call;
        _owner = owner;
        _ringTimer = new WheelTimer(static attempt => ((DialAttempt)attempt!).OnRungOut(), this);
    }

    /// <summary>The phones that may still answer.</summary>
    public IReadOnlyList<Leg> Ringing => _ringing;

    /// <summary>
    /// Rings every one of <paramref name="legs"/> with <paramref name="offer"/> (null: theirs is awaited), shown as called by <paramref name="from"/>. False, and nothing is left, where none
    /// could even be sent its INVITE; the owner is then told nothing.
    /// </summary>
    public bool TryStart(IReadOnlyList<(Leg Leg, Contact Contact)> legs, in ShownCaller from, byte[]? offer, TimeSpan ringFor)
    {
        foreach (var (leg, contact) in legs)
        {
            if (!_call.Manager.Dialler.TryInvite(leg, contact, from, offer))
            {
                _call.OnClosed(leg);
                continue;
            }

            leg.Attempt = this;
            _ringing.Add(leg);
        }

        if (_ringing.Count == 0) return false;
        _call.Worker.Timers.Start(_ringTimer, ringFor);
        return true;
    }

    /// <summary>Gives up: every phone stops ringing, and the owner hears no more.</summary>
    public void Cancel(EndCause cause)
    {
        if (_over) return;
        Close();
        HangupRinging(cause);
    }

    public void OnProgress(Leg leg, int status, byte[]? description)
    {
        if (_over) return;
        _rang = true;
        _owner.OnRinging(this, leg, status, description);
    }

    public void OnAnswered(Leg leg)
    {
        if (_over) return;
        Close();
        _ringing.Remove(leg);
        leg.Attempt = null;
        // RFC 3326: the phones that rang in vain list no missed call.
        HangupRinging(EndCauses.AnsweredElsewhere);
        _owner.OnReached(this, leg);
    }

    public void OnRefused(Leg leg, int status)
    {
        if (_over || !_ringing.Remove(leg)) return;
        leg.Attempt = null;
        _status = FinalStatus.Better(_status, status);
        // RFC 3261 §16.7: a 6xx speaks for the user, wherever they are; the others need not ring on.
        if (status >= 600) HangupRinging(EndCauses.Cancelled);
        if (_ringing.Count == 0) Miss(_status);
    }

    private void OnRungOut()
    {
        HangupRinging(EndCauses.NoAnswer);
        Miss(FinalStatus.RungOut(_status, _rang));
    }

    private void Miss(int status)
    {
        Close();
        _owner.OnMissed(this, FinalStatus.OutcomeOf(status, _rang), status);
    }

    private void Close()
    {
        _over = true;
        _call.Worker.Timers.Stop(_ringTimer);
    }

    private void HangupRinging(EndCause cause)
    {
        foreach (var leg in _ringing)
        {
            leg.Attempt = null;
            leg.Hangup(cause);
        }

        _ringing.Clear();
    }
}
