namespace Softswitch.Sip;

/// <summary>
/// What is particular to one event package (RFC 6665 §7): who may subscribe, and what the state looks like. One instance serves the
/// subscriptions of all workers, so what it reads of others is a snapshot.
/// </summary>
public interface IEventPackage
{
    /// <summary>Name as in Event: <c>dialog</c>.</summary>
    ReadOnlySpan<byte> Name { get; }

    /// <summary>Type of its bodies: <c>application/dialog-info+xml</c>.</summary>
    ReadOnlySpan<byte> ContentType { get; }

    /// <summary>Times.</summary>
    EventOptions Options { get; }

    /// <summary>
    /// A SUBSCRIBE that begins a subscription: whether it is accepted, and what it watches. What else is to be kept goes into
    /// <see cref="Subscription.Context"/>.
    /// </summary>
    SubscribeVerdict OnSubscribe(Subscription subscription, SipMessage request, in SipPeer from);

    /// <summary>Writes the state as it is now into <paramref name="body"/>; nothing for a NOTIFY without a body.</summary>
    void WriteState(Subscription subscription, SipWriter body);

    /// <summary>The subscription has ended, whoever ended it; its last NOTIFY may still be on its way.</summary>
    void OnEnded(Subscription subscription);
}

/// <summary>What becomes of a SUBSCRIBE.</summary>
/// <param name="Status">200 accepts it, anything from 300 refuses it.</param>
/// <param name="Resource">What is watched, see <see cref="SubscriptionServer.Changed"/>.</param>
/// <param name="IsPending">Whether somebody has to agree first (<see cref="Subscription.Activate"/>).</param>
/// <param name="Headers">Header fields of a refusal, each ended with CRLF: a challenge.</param>
public readonly record struct SubscribeVerdict(int Status, string Resource = "", bool IsPending = false, byte[]? Headers = null)
{
    /// <summary>The subscription is active, and watches <paramref name="resource"/>.</summary>
    public static SubscribeVerdict Accept(string resource) => new(200, resource);

    /// <summary>The subscription waits for somebody's consent.</summary>
    public static SubscribeVerdict Pending(string resource) => new(200, resource, IsPending: true);

    /// <summary>There will be no subscription.</summary>
    public static SubscribeVerdict Refuse(int status, byte[]? headers = null) => new(status, Headers: headers);
}
