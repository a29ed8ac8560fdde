using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>A phone that asks by Replaces for the place of another that talks: an attended transfer that the phones settled between them.</content>
internal sealed partial class Call
{
    private (Leg Leaving, Leg Coming)? _takeover;

    /// <summary>A party that still has to answer the offer of a newcomer that has given up.</summary>
    private Leg? _misled;

    /// <summary><paramref name="session"/>, an INVITE that is not answered, wants the place of <paramref name="leg"/>.</summary>
    public void OnReplaced(Leg leg, InviteSession session, Party party, bool earlyOnly)
    {
        if (IsRinging(leg))
        {
            PickUp(session, party);
            return;
        }

        if (StatusAgainst(leg, earlyOnly) is var status and not 0)
        {
            session.Worker.Run(_ => session.Reject(status), null);
            return;
        }

        var staying = leg.Peer!;
        var coming = Seat(session, party);
        _takeover = (leg, coming);
        Replace(leg, coming);
        if (session.RemoteSdp is not { } offer)
        {
            if (staying.Description is { } known && coming.Media.Present(known) is { } told)
            {
                // Its answer, in the ACK, is told on to the one who stays.
                coming.Answer(told);
                CompleteTakeover();
            }
            else
            {
                RevertTakeover(staying.Description is null ? EndCauses.NoMedia.Status : coming.Media.Refusal.Status);
            }
        }
        else if (staying.Media.Present(offer) is { } presented)
        {
            coming.Offered = offer;
            staying.Offer(presented);
        }
        else
        {
            RevertTakeover(staying.Media.Refusal.Status);
        }
    }

    /// <summary>0 where the leg may be replaced, otherwise the status RFC 3891 §3 asks for.</summary>
    private int StatusAgainst(Leg leg, bool earlyOnly)
    {
        if (State != CallState.Bridged || leg.Peer is null || !leg.IsUp) return 481;
        if (earlyOnly) return 486;
        return _transfer is not null || _takeover is not null ? 491 : 0;
    }

    private void CompleteTakeover()
    {
        if (_takeover is not { } takeover) return;
        _takeover = null;
        Record.Transferred(takeover.Coming.Party);
        takeover.Leaving.Hangup(EndCauses.Transferred);
    }

    private void RevertTakeover(int status)
    {
        if (_takeover is not { } takeover) return;
        _takeover = null;
        takeover.Coming.Reject(status);
        // Whoever was to be replaced may have left meanwhile.
        if (takeover.Leaving.State == LegState.Ended) OnConversationOver(EndCause.Normal, CallEnder.Switch);
        else Replace(takeover.Coming, takeover.Leaving);
    }

    /// <summary>The newcomer gives up before its place is settled: the two go on as before. True where that is what <paramref name="leg"/> was.</summary>
    private bool OnTakerHungUp(Leg leg)
    {
        if (_takeover is not { } takeover || leg != takeover.Coming) return false;
        if (leg.Offered is not null) _misled = leg.Peer;
        RevertTakeover(487);
        return true;
    }

    /// <summary>A party that has been offered what a newcomer could do, and is answered to by the old one again, hears of that.</summary>
    private bool SetRight(Leg leg)
    {
        if (leg != _misled) return false;
        _misled = null;
        if (leg.Peer is { } back && OpenOffer.Of(back, leg) is { } offer && leg.Media.Present(offer) is { } presented) leg.Offer(presented);
        return true;
    }

    /// <summary>A leg for an INVITE that is not answered; the session may have ended on its way here, where its worker is another.</summary>
    private Leg Seat(InviteSession session, Party party)
    {
        var leg = AddLeg(party);
        leg.Session = session;
        session.Worker.Run(
            _ =>
            {
                session.Owner = leg;
                if (session.State >= SessionState.Ending) Worker.Run(_ => OnEnded(leg, EndCauses.Cancelled), null);
            },
            null);
        return leg;
    }
}
