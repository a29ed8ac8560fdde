using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The transactions of one worker (RFC 3261 §17): takes the messages of its transport, absorbs what is retransmitted, and hands
/// what is new to <see cref="ITransactionUser"/>. Everything is called on the worker.
/// </summary>
public sealed partial class TransactionLayer : ISipReceiver
{
    private readonly KeyedHash _hash;
    private readonly TransactionLimits _limits;

    /// <summary>The layer of <paramref name="worker"/>; it may be given messages once the user is ready for them.</summary>
    public TransactionLayer(
        Worker worker, ISipSender sender, IRandomSource random, SipTimers timers, ITransactionUser user, TransactionLimits? limits = null)
    {
        Worker = worker;
        Sender = sender;
        Random = random;
        Timers = timers;
        User = user;
        _limits = limits ?? TransactionLimits.Default;
        _hash = new KeyedHash(random.NextUInt64());
        _clientsLong = new LingeringTable(worker, timers.Transaction, _limits);
        _clientsShort = new LingeringTable(worker, timers.T4, _limits);
        _serversLong = new LingeringTable(worker, timers.Transaction, _limits, mark => Unmark(mark));
        _serversShort = new LingeringTable(worker, timers.T4, _limits, mark => Unmark(mark));
        _responder = new StatelessResponder(this, _limits);
    }

    /// <summary>The worker's one output buffer. Whoever writes a message sends it before anything else is written.</summary>
    public SipWriter Writer { get; } = new();

    /// <summary>The worker.</summary>
    public Worker Worker { get; }

    /// <summary>What has happened so far.</summary>
    public TransactionCounters Counters { get; } = new();

    /// <summary>Our transactions that await a final response.</summary>
    public int ActiveClients => _clients.Count;

    /// <summary>Transactions of others that await our final response or their ACK.</summary>
    public int ActiveServers => _servers.Count;

    /// <summary>Transactions that are over and absorb retransmissions.</summary>
    public int LingeringCount => _clientsLong.Count + _clientsShort.Count + _serversLong.Count + _serversShort.Count;

    /// <summary>Buffers in use by transactions.</summary>
    public int BuffersInUse => Buffers.Rented;

    internal ISipSender Sender { get; }

    internal IRandomSource Random { get; }

    internal SipTimers Timers { get; }

    internal ITransactionUser User { get; }

    internal BufferPool Buffers { get; } = new();

    /// <summary>Gives back what is kept for as many transactions as there once were.</summary>
    public void Trim()
    {
        Buffers.Trim();
        _clients.TrimExcess();
        _servers.TrimExcess();
        _marks.TrimExcess();
    }

    /// <inheritdoc/>
    public void OnMessage(SipMessage message, in SipPeer from)
    {
        if (message.IsRequest) OnRequest(message, from);
        else OnResponse(message, from);
    }

    /// <inheritdoc/>
    public void OnMalformed(SipMessage message, in SipParseError error, in SipPeer from)
    {
        Counters.Malformed++;
        if (error.Status == 0 || !TopVia.TryParse(message[HeaderName.Via], out var via)) Counters.Dropped++;
        else _responder.Respond(message, via, from, error.Status, error.Text);
    }
}
