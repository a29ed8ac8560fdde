namespace Softswitch.Sip;

/// <summary>The three times that every transaction timer is made of (RFC 3261 §17, table 4), in milliseconds.</summary>
public sealed record SipTimers
{
    /// <summary>The RFC's values.</summary>
    public static SipTimers Default { get; } = new();

    /// <summary>Estimate of the round trip; the first retransmission comes after it. Default 500.</summary>
    public int T1 { get; init; } = 500;

    /// <summary>Longest time between retransmissions of a non-INVITE request or an INVITE's final response. Default 4000.</summary>
    public int T2 { get; init; } = 4000;

    /// <summary>Longest time a message stays in the network. Default 5000.</summary>
    public int T4 { get; init; } = 5000;

    /// <summary>64 × T1: timers B, F and H, and how long a peer may go on retransmitting (D, J, L, M). Default 32000.</summary>
    public int Transaction => 64 * T1;
}
