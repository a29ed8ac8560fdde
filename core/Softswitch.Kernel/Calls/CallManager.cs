using System.Text;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Traces;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// The calls of one worker. It takes what the sessions of its worker have to say and tells the call they belong to: at
/// once, or on the call's own worker where a transfer has joined legs of two.
/// </summary>
public sealed class CallManager : ISessionUser
{
    private readonly HashSet<Call> _calls = [];
    private int _unfinishedFlows;
    private bool _stopping;

    /// <summary>The calls of one worker, and the sessions of that worker: <paramref name="sessions"/> makes them for this user.</summary>
    public CallManager(CallServices services, Func<ISessionUser, SessionLayer> sessions)
    {
        Services = services;
        Dialler = new Dialler(this);
        Sessions = sessions(this);
        Queue = new WorkerQueue(Worker);
    }

    /// <summary>What all workers share.</summary>
    public CallServices Services { get; }

    /// <summary>The worker.</summary>
    public Worker Worker => Sessions.Worker;

    /// <summary>Calls that are not over. To be read on the worker.</summary>
    public int Count => _calls.Count;

    /// <summary>Calls whose plan has something left to do, be it after their end. To be read on the worker.</summary>
    public int UnfinishedFlows => _unfinishedFlows;

    /// <summary>The sessions of the worker.</summary>
    public SessionLayer Sessions { get; }

    internal Dialler Dialler { get; }

    /// <summary>The worker, as flows see it.</summary>
    internal ICallQueue Queue { get; }

    /// <summary>New calls are answered 503 from now on.</summary>
    public void StopAccepting() => _stopping = true;

    /// <summary>Gives back what is kept for as many calls as there once were. To be called on the worker.</summary>
    public void Trim()
    {
        _calls.TrimExcess();
        Sessions.Trim();
    }

    /// <summary>The trace so far of a call that is not over; null where there is none. To be called on the worker.</summary>
    /// <param name="call">The call's identifier, or the Call-ID of its caller's INVITE.</param>
    /// <param name="account">The only account whose calls are looked at; null for all.</param>
    public CallTrace? FindTrace(string call, string? account)
    {
        var id = Guid.TryParse(call, out var parsed) ? parsed : Guid.Empty;
        var callId = Encoding.UTF8.GetBytes(call);
        foreach (var one in _calls)
        {
            if ((account is null || one.Start.Account.Id == account) && (one.Start.Id == id || one.HasCallId(callId))) return one.Trace;
        }

        return null;
    }

    /// <summary>Ends every call of this worker, and the sessions here that have no call yet, or one on another worker. To be called on the worker.</summary>
    public void EndAll()
    {
        foreach (var call in _calls.ToArray()) call.End(EndCauses.Shutdown);
        Sessions.HangupAll(EndCauses.Shutdown);
    }

    /// <inheritdoc/>
    public void OnIncoming(InviteSession session, SipMessage invite)
    {
        session.User = this;
        if (_stopping)
        {
            session.Reject(503, headers: "Retry-After: 30\r\n"u8);
            return;
        }

        var admission = Services.Admission.Admit(invite, session.Peer);
        if (admission is not { Account: { } account, Caller: { } caller })
        {
            session.Reject(admission.Status, headers: admission.Headers);
            return;
        }

        if (invite.Has(HeaderName.Replaces))
        {
            Takeover.Begin(this, session, invite, account, caller);
            return;
        }

        var dialled = SipUri.TryParse(invite.RequestUri, out var uri) ? ReferTarget.UserOf(uri) : "";
        var start = new CallStart(
            Services.NewId(), Services.Node, account, Party.Of(caller), dialled, CallDirection.Internal, RequestInspector.HopsLeft(invite));
        Begin(start).Begin(session, invite);
    }

    /// <inheritdoc/>
    public void OnConfirmed(InviteSession session)
    {
        // Of the phones that are rung nobody waits for more than the answer.
        if (!session.IsOutgoing) Deliver(session, static leg => leg.Call.OnConfirmed(leg));
    }

    /// <inheritdoc/>
    public void OnProgress(InviteSession session, SipMessage response, byte[]? sdp)
    {
        var status = response.StatusCode;
        Deliver(session, leg => leg.OnProgress(status, sdp));
    }

    /// <inheritdoc/>
    public void OnAnswered(InviteSession session, SipMessage response, byte[]? sdp)
    {
        var isOffer = session.OffersInAnswer;
        Deliver(session, leg => leg.OnAnswered(sdp, isOffer));
    }

    /// <inheritdoc/>
    public void OnRejected(InviteSession session, int status, SipMessage? response) =>
        Deliver(session, leg => leg.Attempt?.OnRefused(leg, response is null ? FinalStatus.WithoutResponse(status) : status));

    /// <inheritdoc/>
    public void OnOffer(InviteSession session, byte[]? sdp) => Deliver(session, leg => leg.Call.OnOffer(leg, sdp));

    /// <inheritdoc/>
    public void OnOfferAnswered(InviteSession session, byte[] sdp) => Deliver(session, leg => leg.Call.OnOfferAnswered(leg, sdp));

    /// <inheritdoc/>
    public void OnOfferRejected(InviteSession session, int status) => Deliver(session, leg => leg.Call.OnOfferRejected(leg, status));

    /// <inheritdoc/>
    public void OnOfferWithdrawn(InviteSession session) => Deliver(session, leg => leg.Offered = null);

    /// <inheritdoc/>
    public void OnReferred(InviteSession session, ReferRequest request) => Deliver(session, leg => leg.Call.OnReferred(leg, request));

    /// <inheritdoc/>
    public int OnRequest(InviteSession session, SipMessage request)
    {
        if (request.Method != SipMethod.Info) return 405;
        var contentType = request[HeaderName.ContentType].ToArray();
        var body = request.Body.ToArray();
        Deliver(session, leg => leg.Call.OnInfo(leg, contentType, body));
        return 200;
    }

    /// <inheritdoc/>
    public void OnEnded(InviteSession session, in EndCause cause)
    {
        var ended = cause;
        Deliver(session, leg => leg.Call.OnEnded(leg, ended));
    }

    internal Call Begin(CallStart start)
    {
        var call = new Call(this, start);
        _calls.Add(call);
        _unfinishedFlows++;
        Services.Counters.OnBegan();
        Services.TellBegan(start, Worker.Clock.GetUtcNow());
        return call;
    }

    internal void OnFlowFinished() => _unfinishedFlows--;

    internal void OnFinished(Call call)
    {
        _calls.Remove(call);
        var record = call.Record.Build(Services.KeepsTraces ? call.Trace : null, call.Inputs);
        Services.Counters.OnFinished(record);
        Services.TellEnded(call.Start, call.Record.AnsweredBy, record);
        _ = Services.Records.TryAppend(record);
    }

    /// <summary>
    /// Looks for the other leg of the dialog <paramref name="name"/>, takes it out of its call, which ends, and hands it over on the
    /// worker of <paramref name="call"/>; null where there is none in the same account.
    /// </summary>
    internal void TakeForTransfer(Call call, DialogName name, Action<Leg?> taken) =>
        Services.Sessions.Find(
            name.CallId,
            name.LocalTag,
            name.RemoteTag,
            (session, _) =>
            {
                if (session?.Owner is not Leg leg || leg.Call == call || leg.Call.Start.Account.Id != call.Start.Account.Id)
                {
                    call.Worker.Run(_ => taken(null), null);
                    return;
                }

                leg.Call.Worker.Run(
                    _ =>
                    {
                        var peer = leg.Call.Surrender(leg);
                        call.Worker.Run(_ => taken(peer), null);
                    },
                    null);
            },
            null);

    private void Deliver(InviteSession session, Action<Leg> action)
    {
        // A session that was refused at the door has no leg.
        if (session.Owner is not Leg leg) return;
        if (leg.Call.Worker == Worker) action(leg);
        else leg.Call.Worker.Post(static delivery => ((Delivery)delivery!).Run(), new Delivery(leg, action));
    }

    private sealed record Delivery(Leg Leg, Action<Leg> Action)
    {
        public void Run()
        {
            // It may have been taken on to another call while this was under way.
            if (Leg.Call.Worker.IsCurrent) Action(Leg);
            else Leg.Call.Worker.Post(static delivery => ((Delivery)delivery!).Run(), this);
        }
    }
}
