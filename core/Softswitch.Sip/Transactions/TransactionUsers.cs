namespace Softswitch.Sip;

/// <summary>Why a transaction ended without what it waited for.</summary>
public enum TransactionFailure
{
    /// <summary>No final response (timers B, F), no ACK (timer H), or a request that was never answered by us.</summary>
    Timeout,

    /// <summary>The message could not be delivered.</summary>
    Transport,
}

/// <summary>The core above the transactions: takes what begins something new. Called on the worker.</summary>
public interface ITransactionUser
{
    /// <summary>
    /// A request that is no retransmission, no ACK and no CANCEL. It is answered now or later through <paramref name="transaction"/>;
    /// the message is valid until this returns.
    /// </summary>
    void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from);

    /// <summary>An ACK that belongs to no rejected INVITE: that of a 2xx.</summary>
    void OnAck(SipMessage ack, in SipPeer from);

    /// <summary>
    /// A 2xx to an INVITE of ours whose transaction has had its final response, or was abandoned: retransmitted, or from another
    /// fork (RFC 6026 §8.4). Its dialog answers it with an ACK.
    /// </summary>
    void OnStrayResponse(SipMessage response, in SipPeer from);
}

/// <summary>Who sent a request. Called on the worker.</summary>
public interface IClientTransactionUser
{
    /// <summary>
    /// Any number of provisional responses, then one final response, after which the transaction has ended for its user. An
    /// ACK to 300–699 is sent already. The message is valid until this returns.
    /// </summary>
    void OnResponse(ClientTransaction transaction, SipMessage response);

    /// <summary>There will be no final response.</summary>
    void OnFailure(ClientTransaction transaction, TransactionFailure failure);
}

/// <summary>Who answers a request. Called on the worker.</summary>
public interface IServerTransactionUser
{
    /// <summary>The INVITE was cancelled before a final response; the CANCEL has its 200 already, the user answers the INVITE with 487.</summary>
    void OnCancelled(ServerTransaction transaction, SipMessage cancel);

    /// <summary>The response was not acknowledged or not delivered, or none was given in time.</summary>
    void OnFailure(ServerTransaction transaction, TransactionFailure failure);
}
