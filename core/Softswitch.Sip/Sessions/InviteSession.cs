using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// One leg of a call as SIP sees it: an INVITE dialog usage, with its early dialogs while it forks. It belongs to its worker and all
/// members are called on it. Offer/answer, PRACK, ACK, CANCEL and its races, glare, session timers, route set and target refresh are
/// inside. SDP passes through as bytes. A verb that the state does not allow has no effect.
/// </summary>
/// <remarks>
/// By concern: <c>.Uac</c> our INVITE, <c>.Forks</c> its early dialogs, <c>.Uas</c> the peer's INVITE, <c>.Provisionals</c> our reliable
/// responses, <c>.Offers</c> and <c>.PeerOffers</c> offer and answer within the dialog, <c>.Requests</c> the peer's other requests,
/// <c>.Refer</c>, <c>.Ending</c>.
/// </remarks>
public sealed partial class InviteSession : IClientTransactionUser, IServerTransactionUser
{
    private static ReadOnlySpan<byte> SdpType => "application/sdp"u8;

    private readonly SessionLayer _layer;
    private readonly ISipCredentials? _credentials;
    private Dialog _dialog;
    private Exchange _exchange;
    private SessionTimer? _timer;
    private WheelTimer? _limit;

    /// <summary>An incoming session.</summary>
    internal InviteSession(SessionLayer layer, ServerTransaction transaction, SipMessage invite, in SipPeer from)
    {
        _layer = layer;
        _incoming = transaction;
        LocalTag = transaction.LocalTag;
        State = SessionState.Incoming;
        _dialog = Dialog.ForRequest(invite, LocalTag, from);
        BeginIncoming(invite);
    }

    /// <summary>An outgoing session, before its INVITE.</summary>
    internal InviteSession(SessionLayer layer, in OutgoingCall call, ReadOnlySpan<byte> callId, ulong localTag)
    {
        _layer = layer;
        IsOutgoing = true;
        LocalTag = localTag;
        User = call.User;
        Owner = call.Owner;
        _credentials = call.Credentials;
        var start = new DialogStart
        {
            Target = call.Target,
            RequestUri = call.RequestUri,
            From = call.From,
            To = call.To,
            Route = call.Route,
            ContactUser = call.ContactUser,
        };
        _dialog = _call = Dialog.ForOwnRequest(start, callId, localTag);
        BeginOutgoing(call);
    }

    /// <summary>How far it has come.</summary>
    public SessionState State { get; private set; }

    /// <summary>Whether we sent the INVITE.</summary>
    public bool IsOutgoing { get; }

    /// <summary>The worker it lives on.</summary>
    public Worker Worker => _layer.Worker;

    /// <summary>Where the peer's messages come from and ours go to.</summary>
    public SipPeer Peer => _dialog.Peer;

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => _dialog.CallId;

    /// <summary>Our tag, unique in this process; 16 hexadecimal digits on the wire.</summary>
    public ulong LocalTag { get; }

    /// <summary>The peer's tag; empty before the first response to our INVITE.</summary>
    public ReadOnlySpan<byte> RemoteTag => _dialog.RemoteTag;

    /// <summary>Our side as it stands in From or To, without tag.</summary>
    public ReadOnlySpan<byte> LocalParty => _dialog.LocalParty;

    /// <summary>The peer's side as it stands in From or To, with its tag where it has one.</summary>
    public ReadOnlySpan<byte> RemoteParty => _dialog.RemoteParty;

    /// <summary>URI of the peer's Contact; before the first response that of the INVITE.</summary>
    public ReadOnlySpan<byte> RemoteTarget => _dialog.RemoteTarget;

    /// <summary>Who hears of the session.</summary>
    public ISessionUser User { get; set; } = null!;

    /// <summary>The user's own: the session carries it and does not look at it.</summary>
    public object? Owner { get; set; }

    /// <summary>The last SDP we sent as an offer or answer, or null.</summary>
    public byte[]? LocalSdp { get; private set; }

    /// <summary>The last SDP the peer sent as an offer or answer, or null.</summary>
    public byte[]? RemoteSdp { get; private set; }

    /// <summary>Whether the peer's offer, or its wish for one, waits for <see cref="AnswerOffer"/> or <see cref="RejectOffer"/>.</summary>
    public bool OffersPending => _exchange.IsPending();

    /// <summary>Whether it was the peer's 2xx that offered: our ACK waits for <see cref="AnswerOffer"/>.</summary>
    public bool OffersInAnswer => _exchange == Exchange.TheirAnswer;

    /// <summary>Whether an offer of ours waits for its answer.</summary>
    public bool OffersSent => _exchange.IsOurs();

    /// <summary>Whether the peer says that it understands UPDATE.</summary>
    public bool PeerAllowsUpdate { get; private set; }

    private SessionTimer Timer => _timer ??= new SessionTimer(this, _layer.Options);

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (transaction == _invite) OnInviteResponse(response);
        else if (transaction == _offering) OnOfferResponse(response);
        else if (transaction.Method == SipMethod.Bye) OnByeResponse(response);
        else if (response.StatusCode < 200) return;
        else if (transaction == _refreshing) OnRefreshResponse(response);
        else if (transaction.Context is OutgoingRefer refer) OnReferResponse(refer, response);
        else if (transaction.Context is ReferRequest request) request.OnNotified(response.StatusCode);
        else if (response.StatusCode == 481 && transaction.Method != SipMethod.Prack) Lose(response.StatusCode);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure)
    {
        // RFC 3261 §8.1.3.1: as if these responses had come.
        var status = failure == TransactionFailure.Timeout ? 408 : 503;
        if (transaction == _invite) OnInviteFailed(status);
        else if (transaction == _offering) OnOfferFailed(status);
        else if (transaction.Method == SipMethod.Bye) OnByeDone();
        else if (transaction == _refreshing) Lose(status);
        else if (transaction.Context is OutgoingRefer refer) EndRefer(refer, status);
        else if (transaction.Context is ReferRequest request) request.OnNotified(status);
    }

    void IServerTransactionUser.OnCancelled(ServerTransaction transaction, SipMessage cancel)
    {
        if (transaction == _incoming) OnInviteCancelled(cancel);
        else if (transaction == _offered) OnOfferCancelled();
    }

    void IServerTransactionUser.OnFailure(ServerTransaction transaction, TransactionFailure failure)
    {
        // The user has let a request of the peer run out of time. Anything else is a final response that was not acknowledged or
        // delivered: it ended what it answered when it was sent. A 2xx has a clock of its own.
        if (transaction == _offered) OnOfferCancelled();
        else if (transaction.Context is ReferRequest refer) refer.Reject(408);
    }

    private bool Move(SessionEvent what)
    {
        var before = State;
        State = SessionMachine.Next(before, what);
        return State != before;
    }

    /// <summary>Begins a request within <paramref name="dialog"/>; more header fields and the sending are the caller's.</summary>
    private ClientRequest Begin(Dialog dialog, SipMethod method, uint cseq)
    {
        var request = _layer.Transactions.NewRequest(method, dialog.RequestUri, dialog.NextHop());
        dialog.WriteHeaders(request.Writer, method, cseq);
        return request;
    }

    /// <summary>Contact, and what we understand: for requests and responses that make or refresh the dialog.</summary>
    private void WriteCapabilities(SipWriter writer, bool isRequest)
    {
        WriteContact(writer);
        writer.Text(isRequest ? _layer.Capabilities.OfRequest : _layer.Capabilities.OfResponse);
    }

    private void WriteContact(SipWriter writer) => _layer.WriteContact(writer, _dialog);

    /// <summary>Whether a challenge can be answered; the header fields for it are then in the layer's scratch writer.</summary>
    private bool TryAnswerChallenge(SipMessage response, SipMethod method)
    {
        if (_credentials is null || response.StatusCode is not (401 or 407) || _challenges >= ChallengeLimit) return false;
        _challenges++;
        return _credentials.TryAnswer(response, SipMethods.NameOf(method), _dialog.RequestUri, _layer.Scratch.Clear());
    }

    private void Note(SipMessage message)
    {
        if (message.Has(HeaderName.Allow)) PeerAllowsUpdate = message.HasOption(HeaderName.Allow, "UPDATE"u8);
    }

    private static byte[]? SdpOf(SipMessage message) =>
        message.TryGetBody(SdpType, out var sdp) && !sdp.IsEmpty ? sdp.ToArray() : null;

    /// <summary>The SDP of a message; the array at hand where it is the same.</summary>
    private static byte[]? SdpOf(SipMessage message, byte[]? known)
    {
        if (!message.TryGetBody(SdpType, out var sdp) || sdp.IsEmpty) return null;
        return sdp.SequenceEqual(known) ? known : sdp.ToArray();
    }

    private void StartLimit(TimeSpan after)
    {
        _limit ??= new WheelTimer(static state => ((InviteSession)state!).OnLimit(), this);
        Worker.Timers.Start(_limit, after);
    }

    private void StopLimit()
    {
        if (_limit is not null) Worker.Timers.Stop(_limit);
    }
}
