namespace Softswitch.Sip;

/// <summary>
/// What is particular to publications of one event package (RFC 3903 §7). One instance serves all workers: what it is told comes on
/// whichever worker it happened on.
/// </summary>
public interface IPublicationPackage
{
    /// <summary>Name as in Event: <c>presence</c>.</summary>
    ReadOnlySpan<byte> Name { get; }

    /// <summary>Types of bodies that are understood, comma-separated: <c>application/pidf+xml</c>.</summary>
    ReadOnlySpan<byte> ContentTypes { get; }

    /// <summary>Times.</summary>
    EventOptions Options { get; }

    /// <summary>Whether the sender may publish, and for which resource.</summary>
    SubscribeVerdict OnPublish(SipMessage request, in SipPeer from);

    /// <summary>There is a new state, or another one.</summary>
    void OnChanged(Publication publication);

    /// <summary>The state was removed, or not refreshed in time.</summary>
    void OnRemoved(Publication publication);
}
