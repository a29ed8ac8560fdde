namespace Softswitch.Sip;

/// <summary>What one worker's transactions may take at most.</summary>
public sealed record TransactionLimits
{
    /// <summary>The limits in force unless others are given.</summary>
    public static TransactionLimits Default { get; } = new();

    /// <summary>
    /// Server transactions awaiting an answer or an ACK. Beyond it a request outside a dialog is refused with 503; one inside
    /// a dialog has a quarter more, so that calls can still be ended. Default 50000.
    /// </summary>
    public int ServerTransactions { get; init; } = 50_000;

    /// <summary>Answered transactions kept to absorb retransmissions, each of four kinds; beyond it the oldest go early. Default 500000.</summary>
    public int Lingering { get; init; } = 500_000;

    /// <summary>Bytes kept for them, each of four kinds; beyond it the oldest go early. Default 128 MiB.</summary>
    public long LingeringBytes { get; init; } = 128L << 20;

    /// <summary>A longer request goes over TCP where the peer is reached by it (RFC 3261 §18.1.1). 0: never. Default 1300 bytes.</summary>
    public int DatagramLength { get; init; } = 1300;

    /// <summary>Responses a second, at most, to what has no transaction (malformed, merged, refused for load). Default 2000.</summary>
    public int StatelessResponses { get; init; } = 2000;

    /// <summary>Seconds in the Retry-After of a 503. Default 5.</summary>
    public int RetryAfter { get; init; } = 5;
}
