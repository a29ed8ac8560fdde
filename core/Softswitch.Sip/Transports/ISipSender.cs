namespace Softswitch.Sip;

/// <summary>
/// One worker's way out to the network. All members are called on that worker; none blocks. Tests put a simulated
/// network behind it.
/// </summary>
public interface ISipSender
{
    /// <summary>
    /// Sends one whole message; its bytes are copied or written before this returns. Datagrams of one turn of the worker
    /// leave together at its end. On a stream a connection to the peer is reused or opened; where the peer names a
    /// connection that is gone, another open one to the same address serves, and one is opened only where the peer listens there.
    /// <paramref name="onFailure"/> is called later on this worker, at most once, when the message certainly was not
    /// delivered (refused, unreachable, connection closed, no connection within the time limit).
    /// </summary>
    void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null);

    /// <summary>
    /// The address that <paramref name="to"/> reaches us at: for Via and Contact. Where nothing listens on that transport
    /// and address family it is another of our listening points.
    /// </summary>
    SipListenPoint LocalFor(in SipPeer to);

    /// <summary>Whether we have a listening point of <paramref name="to"/>'s transport and address family, so that it can be sent to and can answer.</summary>
    bool CanReach(in SipPeer to) => LocalFor(to).Transport == to.Transport;
}

/// <summary>A place we listen at, as the others are told of it.</summary>
/// <param name="Transport">The transport.</param>
/// <param name="SentBy">Host and port as they stand in Via and Contact, UTF-8: <c>192.0.2.1:5060</c>, <c>[2001:db8::1]:5060</c>.</param>
public sealed record SipListenPoint(SipTransport Transport, byte[] SentBy);

/// <summary>Takes the messages that arrive for one worker, on that worker.</summary>
public interface ISipReceiver
{
    /// <summary>A well-formed message. It is valid until this returns; what is needed longer is copied.</summary>
    void OnMessage(SipMessage message, in SipPeer from);

    /// <summary>
    /// Bytes that are no valid message. <paramref name="message"/> holds what could be read;
    /// <paramref name="error"/> says what is wrong and whether it can be answered.
    /// </summary>
    void OnMalformed(SipMessage message, in SipParseError error, in SipPeer from);
}
