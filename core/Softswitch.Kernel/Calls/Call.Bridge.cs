using Softswitch.Dialplan.Engine;

namespace Softswitch.Kernel.Calls;

/// <content>Two parties: an offer of one is the other's to answer, for hold, resume, video, fax or a change of codec alike.</content>
internal sealed partial class Call
{
    /// <summary>The party of <paramref name="leg"/> offers, or asks for an offer (null).</summary>
    public void OnOffer(Leg leg, byte[]? offer)
    {
        if (leg.Peer is null && leg == Caller && leg.IsUp && State == CallState.Routing)
        {
            AnswerItself(offer);
            return;
        }

        // An offer of the other party that is still on its way through us is glare as much as one on the same leg: of the two
        // only one can be let in, and RFC 3261 §14.1 has this party try again in a moment.
        if (leg.Peer is not { Offered: null } peer || _transfer is { IsJoining: true } || _takeover is not null)
        {
            leg.RejectOffer(491);
            return;
        }

        if (offer is null)
        {
            AnswerOrRefuse(leg, peer.Description);
        }
        else if (leg.Told is { } told && leg.Description is { } before && offer.AsSpan().SequenceEqual(before))
        {
            // A session refresh (RFC 4028 §7.4) repeats what is in force, and so does its answer.
            leg.AnswerOffer(told);
        }
        else if (peer.Media.Present(offer) is { } presented)
        {
            leg.Offered = offer;
            peer.Offer(presented);
        }
        else
        {
            leg.RejectOffer(peer.Media.Refusal.Status);
        }
    }

    /// <summary>The party of <paramref name="leg"/> answered what it was offered.</summary>
    public void OnOfferAnswered(Leg leg, byte[] answer)
    {
        var changed = leg.Description is null || !leg.Description.AsSpan().SequenceEqual(answer);
        leg.Hear(answer);
        if (SetRight(leg)) return;
        if (_transfer is not null && _transfer.OnOfferAnswered(leg)) return;
        if (IsSettled(leg)) return;
        if (leg.Peer is not { } peer) return;
        if (peer.Offered is { } offered)
        {
            peer.Offered = null;
            peer.Hear(offered);
            AnswerOrRefuse(peer, answer);
            CompleteTakeover();
        }
        else if (changed && peer.IsUp && peer.Media.Present(answer) is { } presented)
        {
            // The party was given an offer that nobody had just made: the other one has yet to hear how it was answered.
            peer.Offer(presented);
        }
    }

    /// <summary>The party of <paramref name="leg"/> refused what it was offered; everything stays as it was.</summary>
    public void OnOfferRejected(Leg leg, int status)
    {
        leg.OnOfferRejected();
        if (leg == _misled) _misled = null;
        if (_transfer is not null && _transfer.OnOfferRejected(leg)) return;
        if (IsSettled(leg)) return;
        if (leg.Peer is not { Offered: not null } peer) return;
        peer.Offered = null;
        if (_takeover is not null) RevertTakeover(FinalStatus.ForCaller(status));
        else peer.RejectOffer(FinalStatus.ForCaller(status));
    }

    /// <summary>Has two legs talk to each other, and to nobody else.</summary>
    public static void Connect(Leg one, Leg other)
    {
        if (one.Peer == other) return;
        Disconnect(one);
        Disconnect(other);
        one.Peer = other;
        other.Peer = one;
        one.Media.Connect(other.Media);
    }

    private static void Disconnect(Leg leg)
    {
        if (leg.Peer is not { } peer) return;
        leg.Peer = peer.Peer = null;
        leg.Media.Disconnect();
        peer.Media.Disconnect();
    }

    private void AnswerOrRefuse(Leg leg, byte[]? description)
    {
        if (description is not null && leg.Media.Present(description) is { } presented) leg.AnswerOffer(presented);
        else if (leg.IsUp) leg.RejectOffer(488);
        // What waits for an answer is its INVITE, of a call that the other one has taken part in already.
        else End(EndCauses.NoMedia);
    }
}
