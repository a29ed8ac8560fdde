namespace Softswitch.Sip;

/// <summary>Who has subscribed elsewhere. Called on the worker.</summary>
public interface ISubscriptionUser
{
    /// <summary>A NOTIFY, with the state in its body; valid until this returns, and answered with 200 already.</summary>
    void OnNotified(ClientSubscription subscription, SipMessage notify);

    /// <summary>
    /// There is no subscription any more: the notifier's last NOTIFY (<paramref name="status"/> 200), its refusal (300 to 699), or nothing
    /// heard (408). Exactly once.
    /// </summary>
    void OnEnded(ClientSubscription subscription, int status);
}

/// <summary>What a SUBSCRIBE is made of. Spans are copied.</summary>
public readonly ref struct OutgoingSubscription
{
    /// <summary>Where it is sent to.</summary>
    public required SipPeer Target { get; init; }

    /// <summary>Request-URI.</summary>
    public required ReadOnlySpan<byte> RequestUri { get; init; }

    /// <summary>Value of From without a tag.</summary>
    public required ReadOnlySpan<byte> From { get; init; }

    /// <summary>Value of To without a tag.</summary>
    public required ReadOnlySpan<byte> To { get; init; }

    /// <summary>Value of Event.</summary>
    public required ReadOnlySpan<byte> Event { get; init; }

    /// <summary>Value of Accept.</summary>
    public required ReadOnlySpan<byte> Accept { get; init; }

    /// <summary>Values of Route, comma-separated. Default empty.</summary>
    public ReadOnlySpan<byte> Route { get; init; }

    /// <summary>How long one SUBSCRIBE lasts; it is refreshed before its end until it is given up. Zero only asks for the state once.</summary>
    public required TimeSpan Expires { get; init; }

    /// <summary>Who hears of it.</summary>
    public required ISubscriptionUser User { get; init; }

    /// <summary>Answers 401 and 407; null takes them for refusals.</summary>
    public ISipCredentials? Credentials { get; init; }
}
