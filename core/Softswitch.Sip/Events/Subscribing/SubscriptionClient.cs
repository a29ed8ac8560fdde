using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The subscriber of one worker (RFC 6665 §4.1): our subscriptions elsewhere, and the NOTIFYs that belong to them. A NOTIFY of another
/// fork, or of nothing we asked for, is refused with 481.
/// </summary>
public sealed class SubscriptionClient : IRequestHandler
{
    private readonly Dictionary<ulong, ClientSubscription> _byTag = [];

    /// <summary>The subscriber of the worker of <paramref name="sessions"/>, whose NOTIFYs outside of sessions it takes from now on.</summary>
    public SubscriptionClient(SessionLayer sessions)
    {
        Sessions = sessions;
        sessions.Handle(SipMethod.Notify, this);
    }

    /// <summary>Subscriptions that have not ended.</summary>
    public int Count => _byTag.Count;

    internal SessionLayer Sessions { get; }

    internal Worker Worker => Sessions.Worker;

    /// <summary>Sends a SUBSCRIBE.</summary>
    public ClientSubscription Subscribe(in OutgoingSubscription outgoing)
    {
        Span<byte> callId = stackalloc byte[32];
        Sessions.MakeCallId(callId);
        var subscription = new ClientSubscription(this, outgoing, callId, Sessions.Random.NextUInt64());
        _byTag.Add(subscription.LocalTag, subscription);
        subscription.Start();
        return subscription;
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        if (Dialog.TryReadTag(request.ToTag, out var tag) && _byTag.TryGetValue(tag, out var subscription)) subscription.OnNotify(transaction, request, from);
        else transaction.Respond(481);
    }

    internal void Remove(ClientSubscription subscription) => _byTag.Remove(subscription.LocalTag);
}
