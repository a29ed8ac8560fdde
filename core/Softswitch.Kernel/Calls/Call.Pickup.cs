using Softswitch.Kernel.Storage;
using Softswitch.Sip;
using Softswitch.Sip.Sdp;

namespace Softswitch.Kernel.Calls;

/// <content>
/// Pickup: a phone asks by Replaces for the place of one that rings. RFC 3891 §3 allows that at the party that began the early dialog,
/// which this switch is. The newcomer and the caller have both offered, so neither is asked again: each gets an answer made of what the
/// other one can do.
/// </content>
internal sealed partial class Call
{
    private bool IsRinging(Leg leg) => State == CallState.Routing && leg.Attempt is { } attempt && attempt == Bridging?.Attempt;

    /// <summary><paramref name="session"/> takes the call instead of whoever rings; refused, and all goes on ringing, where its phone and the caller's have no codec in common.</summary>
    private void PickUp(InviteSession session, Party party)
    {
        var coming = Seat(session, party);
        var offer = session.RemoteSdp;
        if (offer is null) PickUpUnheard(coming);
        else if (Caller.Description is { } callers) PickUp(coming, offer, callers);
        else PickUpForUnheard(coming, offer);
    }

    private void PickUp(Leg coming, byte[] offer, byte[] callers)
    {
        if (!OfferMatch.TryAnswer(callers, offer, out var toCaller, out var toComing))
        {
            coming.Reject(EndCauses.NoMedia.Status);
            return;
        }

        coming.Hear(offer);
        if (coming.Media.Present(toComing) is not { } told || (!IsToldAlready && Caller.Media.Present(toCaller) is null))
        {
            coming.Reject(EndCauses.NoPort.Status);
            return;
        }

        TakeInsteadOfRinging(coming);
        coming.Answer(told);
        if (!TryTellCaller(toCaller)) EndBy(EndCauses.NoPort, CallEnder.Switch);
    }

    /// <summary>Without an offer of its own the newcomer is offered the caller's, and the answer in its ACK is the caller's.</summary>
    private void PickUpUnheard(Leg coming)
    {
        if (Caller.Description is not { } offer || coming.Media.Present(offer) is not { } told)
        {
            coming.Reject(Caller.Description is null ? EndCauses.NoMedia.Status : coming.Media.Refusal.Status);
            return;
        }

        Caller.Offered = offer;
        TakeInsteadOfRinging(coming);
        coming.Answer(told);
    }

    /// <summary>A caller without an offer is offered the newcomer's, and the answer in its ACK is the newcomer's.</summary>
    private void PickUpForUnheard(Leg coming, byte[] offer)
    {
        if (Caller.Media.Present(offer) is not { } told)
        {
            coming.Reject(Caller.Media.Refusal.Status);
            return;
        }

        coming.Offered = offer;
        TakeInsteadOfRinging(coming);
        Caller.Answer(told);
    }

    private void TakeInsteadOfRinging(Leg coming)
    {
        Bridging!.PickedUp(coming);
        BeginConversation(coming);
    }
}
