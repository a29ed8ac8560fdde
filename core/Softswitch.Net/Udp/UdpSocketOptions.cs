namespace Softswitch.Net;

/// <summary>How a <see cref="UdpSocket"/> is opened.</summary>
public sealed record UdpSocketOptions
{
    /// <summary>The options in force unless others are given.</summary>
    public static UdpSocketOptions Default { get; } = new();

    /// <summary>Whether further sockets may be bound to the same address; the kernel then spreads senders over them. Default false.</summary>
    public bool ReusePort { get; init; }

    /// <summary>Receive buffer asked of the kernel, bytes; it may grant less. 0 leaves the system's. Default 4 MiB.</summary>
    public int ReceiveBuffer { get; init; } = 4 << 20;

    /// <summary>Send buffer asked of the kernel, bytes; it may grant less. 0 leaves the system's. Default 4 MiB.</summary>
    public int SendBuffer { get; init; } = 4 << 20;

    /// <summary>Whether ICMP errors are reported to <see cref="IDatagramHandler.OnUndelivered"/>. Default false.</summary>
    public bool ReportUndelivered { get; init; }

    /// <summary>The traffic class byte (DSCP in the upper six bits) of what is sent: 0x60 is CS3 for signalling, 0xB8 EF for voice. Default 0.</summary>
    public byte TrafficClass { get; init; }
}
