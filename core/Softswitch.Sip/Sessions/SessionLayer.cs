using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The sessions of one worker, above its transactions: gives requests to the session, or the handler, they are for. All members are
/// called on that worker.
/// </summary>
public sealed partial class SessionLayer : ITransactionUser, IClientTransactionUser
{
    private readonly ISessionUser _user;
    private readonly SessionTable _table = new();
    private readonly Stack<Retransmission> _retransmissions = [];
    private readonly int _workers;

    /// <summary>The layer of <paramref name="worker"/>, one of <paramref name="workers"/> that share the calls by Call-ID.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="sender">Its way out.</param>
    /// <param name="random">Source of tags and Call-IDs.</param>
    /// <param name="user">Gets incoming sessions.</param>
    /// <param name="options">How sessions behave.</param>
    /// <param name="timers">The timers of transactions.</param>
    /// <param name="limits">What transactions may take.</param>
    /// <param name="workers">How many workers there are, 1 or more.</param>
    public SessionLayer(
        Worker worker, ISipSender sender, IRandomSource random, ISessionUser user, SessionOptions? options = null,
        SipTimers? timers = null, TransactionLimits? limits = null, int workers = 1)
    {
        _user = user;
        _workers = workers;
        Worker = worker;
        Sender = sender;
        Random = random;
        Options = options ?? SessionOptions.Default;
        Timers = timers ?? SipTimers.Default;
        HasSessionTimers = Options.SessionExpires > TimeSpan.Zero;
        Capabilities = new Capabilities(Options, []);
        Transactions = new TransactionLayer(worker, sender, random, Timers, this, limits);
    }

    /// <summary>The worker.</summary>
    public Worker Worker { get; }

    /// <summary>The transactions below: the receiver of the worker's messages.</summary>
    public TransactionLayer Transactions { get; }

    /// <summary>How sessions behave.</summary>
    public SessionOptions Options { get; }

    /// <summary>Sessions that are not <see cref="SessionState.Ended"/>.</summary>
    public int Count => _table.Count;

    internal ISipSender Sender { get; }

    internal IRandomSource Random { get; }

    internal SipTimers Timers { get; }

    internal bool HasSessionTimers { get; }

    internal Capabilities Capabilities { get; private set; }

    /// <summary>For header fields that are put together before their message; free whenever a message has been sent.</summary>
    internal SipWriter Scratch { get; } = new();

    /// <summary>Sends an INVITE. Its Call-ID belongs to this worker.</summary>
    public InviteSession Call(in OutgoingCall call)
    {
        Span<byte> callId = stackalloc byte[32];
        MakeCallId(callId);
        InviteSession session;
        do
        {
            session = new InviteSession(this, call, callId, Random.NextUInt64());
        }
        while (!_table.TryAdd(session));

        session.Start();
        return session;
    }

    /// <summary>The session with this Call-ID and these tags: what a Replaces header field names (RFC 3891 §3), seen from us. Null where there is none here.</summary>
    public InviteSession? Find(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> localTag, ReadOnlySpan<byte> remoteTag) =>
        _table.Find(localTag) is { } session && session.State < SessionState.Ending && session.CallId.SequenceEqual(callId)
            && session.HasRemoteTag(remoteTag) ? session : null;

    /// <summary>Gives back what is kept for as many sessions and transactions as there once were. To be called on the worker.</summary>
    public void Trim()
    {
        _table.Trim();
        _retransmissions.Clear();
        _retransmissions.TrimExcess();
        Transactions.Trim();
    }

    /// <summary>Ends all sessions, for a stop: as <see cref="InviteSession.Hangup"/> of each.</summary>
    public void HangupAll(in EndCause cause)
    {
        foreach (var session in _table.ToList()) session.Hangup(cause);
    }

    internal void Remove(InviteSession session) => _table.Remove(session);

    internal Retransmission RentRetransmission() => _retransmissions.TryPop(out var free) ? free : new Retransmission(this);

    internal void Return(Retransmission retransmission) => _retransmissions.Push(retransmission);

    /// <summary>Contact of <paramref name="dialog"/>'s messages: where its peer reaches us.</summary>
    internal void WriteContact(SipWriter writer, Dialog dialog)
    {
        var point = Sender.LocalFor(dialog.Peer);
        writer.Begin(HeaderName.Contact).Text(dialog.IsSecure ? "<sips:"u8 : "<sip:"u8);
        if (!dialog.ContactUser.IsEmpty) writer.Text(dialog.ContactUser).Text("@"u8);
        writer.Text(point.SentBy).Text(point.Transport switch
        {
            SipTransport.Tcp => ";transport=tcp>"u8,
            SipTransport.Tls => dialog.IsSecure ? ";transport=tcp>"u8 : ";transport=tls>"u8,
            SipTransport.Ws or SipTransport.Wss => ";transport=ws>"u8,
            _ => ">"u8,
        }).End();
    }

    /// <summary>ACK and BYE to a 2xx of a fork that is too many, or too late (RFC 3261 §13.2.2.4).</summary>
    internal void EndFork(SipMessage response, in SipPeer from)
    {
        if (Dialog.ForStray(response, from) is not { } dialog) return;
        var acknowledge = Transactions.NewRequest(SipMethod.Ack, dialog.RequestUri, dialog.NextHop());
        dialog.WriteHeaders(acknowledge.Writer, SipMethod.Ack, response.CSeqNumber);
        acknowledge.SendOnly();
        var bye = Transactions.NewRequest(SipMethod.Bye, dialog.RequestUri, dialog.NextHop());
        dialog.WriteHeaders(bye.Writer, SipMethod.Bye, dialog.NextCSeq());
        bye.Writer.Text(Capabilities.UserAgent);
        bye.Send(this);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        // The BYE of a fork: whatever is said to it, it has ended.
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure)
    {
        // As above.
    }

    /// <summary>A new Call-ID, 32 hexadecimal digits of randomness, that belongs to this worker.</summary>
    internal void MakeCallId(Span<byte> callId)
    {
        Span<byte> random = stackalloc byte[16];
        do
        {
            Random.Fill(random);
            _ = Convert.TryToHexStringLower(random, callId, out _);
        }
        while (_workers > 1 && WorkerGroup.IndexOf(callId, _workers) != Worker.Index);
    }
}
