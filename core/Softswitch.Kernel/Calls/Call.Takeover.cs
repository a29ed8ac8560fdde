using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>A phone that asks by Replaces for the place of another: pickup of a ringing call, or an attended transfer that the phones settled between them.</content>
internal sealed partial class Call
{
    private (Leg Leaving, Leg Coming)? _takeover;

    /// <summary><paramref name="session"/>, an INVITE that is not answered, wants the place of <paramref name="leg"/>.</summary>
    public void OnReplaced(Leg leg, InviteSession session, Party party, bool earlyOnly)
    {
        if (StatusAgainst(leg, earlyOnly) is var status and not 0)
        {
            session.Worker.Run(_ => session.Reject(status), null);
            return;
        }

        var staying = leg.Peer!;
        var coming = AddLeg(party);
        coming.Session = session;
        session.Worker.Run(_ => session.Owner = coming, null);
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
        Replace(takeover.Coming, takeover.Leaving);
        takeover.Coming.Reject(status);
    }
}
