using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>REFER: who may transfer whom, and what becomes of the legs.</content>
internal sealed partial class Call
{
    /// <summary>A transferor that has been told of its success hangs up by itself (RFC 5589 §6.1); one that does not in this time is hung up.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly List<Leg> _leaving = [];
    private Transfer? _transfer;

    /// <summary>The party of <paramref name="leg"/> asks to have the other one transferred.</summary>
    public void OnReferred(Leg leg, ReferRequest request)
    {
        if (State != CallState.Bridged || leg.Peer is not { } transferee || _transfer is not null)
        {
            leg.Tell(_ => request.Reject(_transfer is not null ? 491 : 403));
            return;
        }

        if (ReferTarget.Parse(request.ReferTo) is not { } target)
        {
            leg.Tell(_ => request.Reject(400));
            return;
        }

        var transfer = _transfer = new Transfer(this, leg, transferee, request);
        if (target.Replaces is { } replaces) Manager.TakeForTransfer(this, replaces, found => Attend(transfer, request, target, found));
        else Ring(transfer, request, target);
    }

    /// <summary>The transferee and the target talk.</summary>
    public void OnTransferred(Transfer transfer)
    {
        if (_transfer == transfer) _transfer = null;
    }

    /// <summary>The target was not reached. Without its transferor the call has nobody left to talk to.</summary>
    public void OnTransferFailed(Transfer transfer)
    {
        OnTransferred(transfer);
        if (transfer.Transferor.State == LegState.Ended) OnConversationOver(EndCause.Normal, CallEnder.Switch);
    }

    /// <summary>Gives <paramref name="leaving"/>'s place in the call to <paramref name="coming"/>, a leg of this call already.</summary>
    public void Replace(Leg leaving, Leg coming)
    {
        var staying = leaving == Caller ? Callee! : Caller;
        if (leaving == Caller) Caller = coming;
        else Callee = coming;
        Connect(staying, coming);
    }

    /// <summary>A leg has no place in the call any more, and may still say its farewell.</summary>
    public void Dismiss(Leg leg)
    {
        if (leg.State == LegState.Ended) return;
        _leaving.Add(leg);
        Worker.Timers.Start(_farewellTimer, Farewell);
    }

    /// <summary>Takes in a leg that another call has given up.</summary>
    public void Adopt(Leg leg)
    {
        leg.Call = this;
        _openLegs++;
    }

    /// <summary>
    /// Gives up the leg that talks to <paramref name="leaving"/>, to whom it will not talk any more, and ends. Null where there is none
    /// that could go: nobody has answered yet, or the call has ended.
    /// </summary>
    public Leg? Surrender(Leg leaving)
    {
        if (Release(leaving) is not { } peer) return null;
        End(EndCauses.Transferred);
        return peer;
    }

    /// <summary>Lets go of the leg that talks to <paramref name="leaving"/>, the only one that is left then; null where there is none that could go.</summary>
    private Leg? Release(Leg leaving)
    {
        if (State != CallState.Bridged || _transfer is not null || leaving.Peer is not { State: LegState.Answered } peer) return null;
        Disconnect(leaving);
        if (peer == Caller) Caller = leaving;
        else Callee = leaving;
        _openLegs--;
        Record.End(EndCauses.Transferred, leaving == Caller ? CallEnder.Caller : CallEnder.Callee);
        return peer;
    }

    private void OnFarewellOver()
    {
        if (Caller == Callee) End(EndCauses.Transferred);
        else HangUpLeaving();
    }

    private void HangUpLeaving()
    {
        foreach (var leg in _leaving) leg.Hangup(EndCauses.Transferred);
        _leaving.Clear();
    }

    /// <summary>
    /// Goes where the transferor's own dialling would lead, in the plan that the call began on. Whoever is outside may be transferred, but dials nothing here. Somebody who can be rung is rung while
    /// the two still talk; into anything else the transferee goes by itself.
    /// </summary>
    private void Ring(Transfer transfer, ReferRequest refer, ReferTarget target)
    {
        if (transfer.Transferor.Party.Extension is null || !PlanRoute.TryFind(Start.Account.Plan, target.User, out var first, out _))
        {
            Refuse(transfer, refer, 404);
            return;
        }

        if (KernelStepHost.Instance.RequestOf(first) is not { } request)
        {
            SendOn(transfer, refer, target.User);
            return;
        }

        transfer.Transferor.Tell(_ => refer.Accept());
        var ringFor = request.RingFor == TimeSpan.Zero ? Start.Account.RingFor : request.RingFor;
        if (transfer.TryRing(Manager.Dialler.Reach(this, request.Targets.AsSpan()), ringFor)) return;
        transfer.Transferor.Tell(_ => refer.Notify(480));
        OnTransferFailed(transfer);
    }

    /// <summary>The transferee leaves this call and goes through the plan in one of its own, answered as it is; this one is over with the transferor's farewell.</summary>
    private void SendOn(Transfer transfer, ReferRequest refer, string dialled)
    {
        OnTransferred(transfer);
        transfer.Transferor.Tell(_ =>
        {
            refer.Accept();
            refer.Notify(200);
        });
        if (Release(transfer.Transferor) is not { } transferee) return;
        Worker.Timers.Start(_farewellTimer, Farewell);
        var start = Start with { Id = Manager.Services.NewId(), From = transferee.Party, Dialled = dialled };
        Manager.Begin(start).Begin(transferee);
    }

    private void Attend(Transfer transfer, ReferRequest request, ReferTarget target, Leg? found)
    {
        if (_transfer != transfer)
        {
            // The call ended meanwhile: whoever was to come into it has nobody to talk to.
            if (found is null) return;
            Adopt(found);
            found.Hangup(EndCause.Normal);
        }
        else if (found is null)
        {
            Ring(transfer, request, target);
        }
        else
        {
            transfer.Transferor.Tell(_ => request.Accept());
            Adopt(found);
            transfer.Join(found);
        }
    }

    private void Refuse(Transfer transfer, ReferRequest request, int status)
    {
        OnTransferred(transfer);
        transfer.Transferor.Tell(_ => request.Reject(status));
    }
}
