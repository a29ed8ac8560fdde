using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// A transfer within one call (RFC 5589): the transferor asked by REFER that the transferee talk to a target instead. A
/// blind one rings the target first; an attended one takes over the target's leg from the transferor's other call. Until
/// the target is there nothing changes for the two parties, so that a transfer that fails leaves them talking.
/// </summary>
internal sealed class Transfer(Call call, Leg transferor, Leg transferee, ReferRequest request) : IDialOwner
{
    private DialAttempt? _attempt;
    private Leg? _target;
    private TransferState _state = TransferState.Reaching;

    /// <summary>Whether the descriptions of transferee and target are being settled: no other offer fits in between.</summary>
    public bool IsJoining => _state is TransferState.OfferingTarget or TransferState.OfferingTransferee;

    /// <summary>The transferor of this transfer.</summary>
    public Leg Transferor => transferor;

    /// <summary>Rings the target; false where nobody can be rung.</summary>
    public bool TryRing(IReadOnlyList<(Leg Leg, Contact Contact)> legs, TimeSpan ringFor)
    {
        _attempt = new DialAttempt(call, this);
        // The transferee has often been put on hold for the transfer; the target is offered what it can do, not that.
        return _attempt.TryStart(legs, new ShownCaller(transferee.Party), OpenOffer.Of(transferee), ringFor);
    }

    /// <summary>Goes on with a target that already talks: the leg that was the transferor's other call.</summary>
    public void Join(Leg target)
    {
        Take(target);
        _state = TransferState.OfferingTarget;
        if (OpenOffer.Of(transferee, target) is { } offer && target.Media.Present(offer) is { } presented)
            target.Offer(presented);
        else OfferTransferee();
    }

    /// <summary>The call ends: nobody is rung on for it.</summary>
    public void Abandon()
    {
        _attempt?.Cancel(EndCauses.Cancelled);
        if (_state == TransferState.Reaching) Tell(487);
        _state = TransferState.Over;
    }

    /// <summary>One of the legs hung up. True where the call goes on all the same.</summary>
    public bool OnHungUp(Leg leg) =>
        // A transferor may leave as soon as its REFER is accepted; the transferee goes on waiting for the target.
        leg == transferor && _state == TransferState.Reaching;

    /// <summary>A leg of this call answered an offer. True where that was a step of the transfer.</summary>
    public bool OnOfferAnswered(Leg leg) => Advance(leg);

    /// <summary>A leg of this call refused an offer. True where that was a step of the transfer: the next one may still do.</summary>
    public bool OnOfferRejected(Leg leg) => Advance(leg);

    void IDialOwner.OnRinging(DialAttempt attempt, Leg leg, int status, byte[]? description) => Tell(status);

    void IDialOwner.OnReached(DialAttempt attempt, Leg leg)
    {
        _attempt = null;
        Take(leg);
        OfferTransferee();
    }

    void IDialOwner.OnMissed(DialAttempt attempt, BridgeOutcome outcome, int status)
    {
        _attempt = null;
        _state = TransferState.Over;
        Tell(FinalStatus.ForCaller(status));
        call.OnTransferFailed(this);
    }

    private void Take(Leg target)
    {
        _target = target;
        Tell(200);
        call.Replace(transferor, target);
        call.Record.Transferred(target.Party);
        call.Dismiss(transferor);
    }

    private bool Advance(Leg leg)
    {
        if (_state == TransferState.OfferingTarget && leg == _target)
        {
            OfferTransferee();
            return true;
        }

        if (_state != TransferState.OfferingTransferee || leg != transferee) return false;
        _state = TransferState.Over;
        call.OnTransferred(this);
        return true;
    }

    private void OfferTransferee()
    {
        _state = TransferState.OfferingTransferee;
        if (OpenOffer.Of(_target!, transferee) is { } offer && transferee.Media.Present(offer) is { } presented)
            transferee.Offer(presented);
        else Advance(transferee);
    }

    private void Tell(int status) => transferor.Tell(_ => request.Notify(status));
}

/// <summary>How far a transfer has come.</summary>
internal enum TransferState
{
    /// <summary>The target is being rung or looked for.</summary>
    Reaching,

    /// <summary>The target, which was in another call, has been offered what the transferee can do.</summary>
    OfferingTarget,

    /// <summary>The transferee has been offered what the target answered.</summary>
    OfferingTransferee,

    /// <summary>Done, or given up.</summary>
    Over,
}
