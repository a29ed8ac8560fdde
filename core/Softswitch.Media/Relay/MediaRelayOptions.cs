namespace Softswitch.Media;

/// <summary>How the relay is set up.</summary>
public sealed record MediaRelayOptions
{
    /// <summary>Its ports.</summary>
    public RelayPortsOptions Ports { get; init; } = new();

    /// <summary>Threads that relay, 1 or more. Default 1: it carries thousands of calls.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// Under load packets are collected once in this time, which is the delay that it may add; 0 to 2 ms, default 1.5 ms.
    /// At low load each packet is passed on at once.
    /// </summary>
    public TimeSpan CollectEvery { get; init; } = TimeSpan.FromMilliseconds(1.5);

    /// <summary>For so long after a stream's first packet a source of higher trust takes over (<see cref="SourceLearner"/>). Default 3 s.</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After so long without a packet a stream may come from a new address. Default 2 s.</summary>
    public TimeSpan SilenceBeforeMove { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Why a stream could not be opened.</summary>
public enum MediaOpenError : byte
{
    /// <summary>It was opened.</summary>
    None,

    /// <summary>All ports of the range are in use or at rest: widen <see cref="RelayPortsOptions"/>.</summary>
    NoPortFree,

    /// <summary>The ports that are left are taken by other programs.</summary>
    PortsTakenByOthers,

    /// <summary>The process or the system has no file descriptors left: raise the limit of open files.</summary>
    NoDescriptorFree,

    /// <summary>The local address is not one of this machine's.</summary>
    AddressNotLocal,

    /// <summary>The system refused for another reason.</summary>
    SystemFailure,
}
