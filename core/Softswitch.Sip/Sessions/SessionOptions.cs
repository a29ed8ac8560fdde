namespace Softswitch.Sip;

/// <summary>When provisional responses that we send are reliable (RFC 3262); where the peer requires 100rel they always are.</summary>
public enum ReliableProvisionals : byte
{
    /// <summary>Only where the peer requires it.</summary>
    WhenRequired,

    /// <summary>Where the peer supports it and the response carries SDP.</summary>
    WithSdp,

    /// <summary>Wherever the peer supports it.</summary>
    WhenSupported,
}

/// <summary>How sessions behave; the same for all sessions of a <see cref="SessionLayer"/>.</summary>
public sealed record SessionOptions
{
    /// <summary>The options in force unless others are given.</summary>
    public static SessionOptions Default { get; } = new();

    /// <summary>Value of Server and User-Agent; empty leaves both out. Default <c>Softswitch</c>.</summary>
    public byte[] Product { get; init; } = "Softswitch"u8.ToArray();

    /// <summary>Session-Expires that we ask for (RFC 4028), 90 s to 1 day; zero switches session timers off. Default 30 min.</summary>
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Least Session-Expires that we accept, 90 s or more. Default 90 s.</summary>
    public TimeSpan MinSessionExpires { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Which provisional responses that we send are reliable. Default <see cref="ReliableProvisionals.WithSdp"/>.</summary>
    public ReliableProvisionals Reliable { get; init; } = ReliableProvisionals.WithSdp;

    /// <summary>How long an outgoing INVITE may go without a final response once a provisional one has come. Default 3 min (RFC 3261 §16.6, timer C).</summary>
    public TimeSpan RingingLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Early dialogs of one INVITE that are followed; responses of further ones are ignored. Default 16.</summary>
    public int ForkLimit { get; init; } = 16;

    /// <summary>REFERs of one session whose notifications are not over. Default 4; further ones are refused with 486.</summary>
    public int ReferLimit { get; init; } = 4;
}
