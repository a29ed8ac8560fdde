using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// One leg of a call as SIP sees it: an INVITE dialog usage, with its early dialogs while it forks. It belongs to its worker and all
/// members are called on it. Offer/answer, PRACK, ACK, CANCEL and its races, glare, session timers, route set and target refresh are
/// inside. SDP passes through as bytes. A verb that the state does not allow has no effect.
/// </summary>
public sealed partial class InviteSession
{
    /// <summary>How far it has come.</summary>
    public SessionState State { get; private set; }

    /// <summary>Whether we sent the INVITE.</summary>
    public bool IsOutgoing { get; }

    /// <summary>The worker it lives on.</summary>
    public Worker Worker => throw new NotImplementedException();

    /// <summary>Where the peer's messages come from and ours go to.</summary>
    public SipPeer Peer => throw new NotImplementedException();

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => throw new NotImplementedException();

    /// <summary>Our tag, unique in this process; 16 hexadecimal digits on the wire.</summary>
    public ulong LocalTag { get; }

    /// <summary>The peer's tag; empty before the first response to our INVITE.</summary>
    public ReadOnlySpan<byte> RemoteTag => throw new NotImplementedException();

    /// <summary>Our side as it stands in From or To, without tag.</summary>
    public ReadOnlySpan<byte> LocalParty => throw new NotImplementedException();

    /// <summary>The peer's side as it stands in From or To, with its tag where it has one.</summary>
    public ReadOnlySpan<byte> RemoteParty => throw new NotImplementedException();

    /// <summary>URI of the peer's Contact; before the first response that of the INVITE.</summary>
    public ReadOnlySpan<byte> RemoteTarget => throw new NotImplementedException();

    /// <summary>Who hears of the session.</summary>
    public ISessionUser User { get; set; } = null!;

    /// <summary>The user's own: the session carries it and does not look at it.</summary>
    public object? Owner { get; set; }

    /// <summary>The last SDP we sent as an offer or answer, or null.</summary>
    public byte[]? LocalSdp { get; private set; }

    /// <summary>The last SDP the peer sent as an offer or answer, or null.</summary>
    public byte[]? RemoteSdp { get; private set; }

    /// <summary>Whether the peer's offer, or its wish for one, waits for <see cref="AnswerOffer"/> or <see cref="RejectOffer"/>.</summary>
    public bool OffersPending => throw new NotImplementedException();

    /// <summary>Whether an offer of ours waits for its answer.</summary>
    public bool OffersSent => throw new NotImplementedException();

    /// <summary>Whether the peer says that it understands UPDATE.</summary>
    public bool PeerAllowsUpdate => throw new NotImplementedException();

    /// <summary>
    /// Incoming: sends 101 to 199, reliably as <see cref="SessionOptions.Reliable"/> says. <paramref name="sdp"/> is the answer
    /// (or, where the INVITE had none, an offer: it then goes only into a reliable response).
    /// </summary>
    public void Ring(int status, byte[]? sdp = null, ReadOnlySpan<byte> headers = default) => throw new NotImplementedException();

    /// <summary>
    /// Incoming: sends 200. <paramref name="sdp"/> is the answer, or the offer where the INVITE had none. Where a reliable
    /// provisional response has given another answer already, it follows as an offer once the session is confirmed.
    /// </summary>
    public void Answer(byte[]? sdp, ReadOnlySpan<byte> headers = default) => throw new NotImplementedException();

    /// <summary>Incoming, not answered: sends 300 to 699 and ends the session.</summary>
    public void Reject(int status, ReadOnlySpan<byte> reason = default, ReadOnlySpan<byte> headers = default) =>
        throw new NotImplementedException();

    /// <summary>
    /// Offers: early by UPDATE, confirmed by re-INVITE; null asks the peer for its offer (confirmed only). While another exchange is
    /// going on it waits for its end (the last one waiting counts). Glare is settled inside. Ends with <see cref="ISessionUser.OnOfferAnswered"/>
    /// or <see cref="ISessionUser.OnOfferRejected"/> unless the session ends.
    /// </summary>
    public void Offer(byte[]? sdp, ReadOnlySpan<byte> headers = default) => throw new NotImplementedException();

    /// <summary>Answers the peer's pending offer, or gives the offer that it asked for.</summary>
    public void AnswerOffer(byte[] sdp) => throw new NotImplementedException();

    /// <summary>Refuses the peer's pending offer with 300 to 699; the session goes on as before. An offer in a 2xx cannot be refused: that ends the session.</summary>
    public void RejectOffer(int status) => throw new NotImplementedException();

    /// <summary>
    /// Ends the session, whatever its state: CANCEL, final response (<see cref="EndCause.Status"/> where it is 300 to 699, otherwise 480) or
    /// BYE, with a Reason header field. No effect once it has ended.
    /// </summary>
    public void Hangup(in EndCause cause) => throw new NotImplementedException();

    /// <summary>
    /// Confirmed: sends REFER. <paramref name="referTo"/> is the whole value of Refer-To. Returns its number for
    /// <see cref="ISessionUser.OnReferProgress"/>; 0 where the state does not allow it.
    /// </summary>
    public uint Refer(ReadOnlySpan<byte> referTo, ReadOnlySpan<byte> referredBy = default, bool notifies = true, ReadOnlySpan<byte> headers = default) =>
        throw new NotImplementedException();

    /// <summary>Sends INFO (or another method that neither offers nor ends) within the dialog; its response is not told.</summary>
    public void Send(SipMethod method, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, ReadOnlySpan<byte> headers = default) =>
        throw new NotImplementedException();
}
