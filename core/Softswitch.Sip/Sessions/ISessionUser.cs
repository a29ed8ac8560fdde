namespace Softswitch.Sip;

/// <summary>
/// Whoever makes and takes calls: hears everything a session has to say, always on the session's worker. Every
/// <see cref="SipMessage"/> is valid until the call returns. A method may call any method of the session, also end it.
/// SDP is the peer's bytes, copied once, never changed by the session afterwards: it may be handed to another session as it is.
/// </summary>
public interface ISessionUser
{
    /// <summary>
    /// A new INVITE outside a dialog; 100 is sent where nothing else has been when this returns. Its offer is <see cref="InviteSession.RemoteSdp"/> (null: the
    /// answer to it must bring one). Set <see cref="InviteSession.User"/> and <see cref="InviteSession.Owner"/> here; then, now or later,
    /// <see cref="InviteSession.Ring"/>, <see cref="InviteSession.Answer"/>, <see cref="InviteSession.Reject"/>.
    /// </summary>
    void OnIncoming(InviteSession session, SipMessage invite);

    /// <summary>
    /// Provisional response 101 to 199 to our INVITE (a reliable one comes once). With several early dialogs (forking downstream) each
    /// speaks for itself by its To tag. <paramref name="sdp"/> is null without early media. After an INVITE without offer that
    /// <see cref="OutgoingCall.AnswersEarly"/> it is an offer, to be met with <see cref="InviteSession.AnswerOffer"/>.
    /// </summary>
    void OnProgress(InviteSession session, SipMessage response, byte[]? sdp);

    /// <summary>
    /// 2xx to our INVITE; the dialog is confirmed and the ACK on its way. <paramref name="sdp"/> is the answer of this
    /// response, or of the answering dialog's provisional response before, or null where there was none at all. Only after an INVITE without
    /// offer it is an offer (<see cref="InviteSession.OffersInAnswer"/>) and the ACK waits for <see cref="InviteSession.AnswerOffer"/>.
    /// </summary>
    void OnAnswered(InviteSession session, SipMessage response, byte[]? sdp);

    /// <summary>
    /// Final response 300 to 699 to our INVITE, or null with <paramref name="status"/> 408 (no response), 503 (transport failed).
    /// 401, 407 with credentials at hand and 422 are dealt with before. <see cref="OnEnded"/> follows.
    /// </summary>
    void OnRejected(InviteSession session, int status, SipMessage? response);

    /// <summary>Our 2xx has been acknowledged: an incoming session is confirmed. After an INVITE without offer, <see cref="OnOfferAnswered"/> has come just before.</summary>
    void OnConfirmed(InviteSession session)
    {
    }

    /// <summary>
    /// The peer offers (re-INVITE, UPDATE, PRACK, or a response to our <see cref="InviteSession.Offer(byte[], ReadOnlySpan{byte})"/> of null), or asks for an
    /// offer (<paramref name="sdp"/> null). Now or later: <see cref="InviteSession.AnswerOffer"/> or <see cref="InviteSession.RejectOffer"/>.
    /// </summary>
    void OnOffer(InviteSession session, byte[]? sdp);

    /// <summary>
    /// The answer to our offer: of <see cref="InviteSession.Offer(byte[], ReadOnlySpan{byte})"/>, of a 2xx or provisional response that had to bring an offer, or of a
    /// session refresh where it differs from the answer before.
    /// </summary>
    void OnOfferAnswered(InviteSession session, byte[] sdp);

    /// <summary>Our <see cref="InviteSession.Offer(byte[], ReadOnlySpan{byte})"/> was refused; the session goes on as before. Glare (491) and 401/407 are dealt with before.</summary>
    void OnOfferRejected(InviteSession session, int status);

    /// <summary>The peer took back the offer that was pending (CANCEL of its re-INVITE); the session goes on as before.</summary>
    void OnOfferWithdrawn(InviteSession session)
    {
    }

    /// <summary>
    /// REFER within the dialog: <see cref="ReferRequest.Accept"/> or <see cref="ReferRequest.Reject"/>, now or later.
    /// </summary>
    void OnReferred(InviteSession session, ReferRequest request) => request.Reject(603);

    /// <summary>How a REFER that we sent comes along.</summary>
    void OnReferProgress(InviteSession session, in ReferProgress progress)
    {
    }

    /// <summary>INFO, MESSAGE or a method that the stack does not know, within the dialog. Returns the status to answer with.</summary>
    int OnRequest(InviteSession session, SipMessage request) => request.Method == SipMethod.Info ? 200 : 405;

    /// <summary>
    /// The session is over: called exactly once for each session that was given to <see cref="OnIncoming"/> or came from
    /// <see cref="SessionLayer.Call"/>, whatever the ending, and the last call for it. When the user itself ends
    /// the session, it is called before <see cref="InviteSession.Hangup"/> or <see cref="InviteSession.Reject"/> returns.
    /// </summary>
    void OnEnded(InviteSession session, in EndCause cause);
}
