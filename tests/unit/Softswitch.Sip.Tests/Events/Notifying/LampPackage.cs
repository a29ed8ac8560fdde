namespace Softswitch.Sip.Tests.Events.Notifying;

/// <summary>A package of a lamp that is on or off.</summary>
internal sealed class LampPackage : IEventPackage
{
    public string State { get; set; } = "off";

    public SubscribeVerdict? Verdict { get; set; }

    public List<Subscription> Subscriptions { get; } = [];

    public int Ended { get; private set; }

    public ReadOnlySpan<byte> Name => "lamp"u8;

    public ReadOnlySpan<byte> ContentType => "application/lamp"u8;

    public EventOptions Options { get; } = new() { Throttle = TimeSpan.FromSeconds(5) };

    public SubscribeVerdict OnSubscribe(Subscription subscription, SipMessage request, in SipPeer from)
    {
        Subscriptions.Add(subscription);
        return Verdict ?? SubscribeVerdict.Accept("kitchen");
    }

    public void WriteState(Subscription subscription, SipWriter body) => body.Number(subscription.NotifyCount).Text(State.Length > 0 ? " " + State : "");

    public void OnEnded(Subscription subscription) => Ended++;
}
