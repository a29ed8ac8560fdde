using System.Collections.Immutable;

namespace Softswitch.Sdk;

/// <summary>Whom to ring, and how.</summary>
public sealed record BridgeRequest
{
    /// <summary>Those to ring: 1 to 50.</summary>
    public required ImmutableArray<DialTarget> Targets { get; init; }

    /// <summary>All at once, or one after the other. Default all at once.</summary>
    public RingOrder Order { get; init; }

    /// <summary>How long each attempt rings, 1 s to 3 minutes; zero for the account's own time. Default zero.</summary>
    public TimeSpan RingFor { get; init; }

    /// <summary>What the called are shown; null for the caller as they are. Without control characters, and without &lt; &gt; and quotes in the number. Default null.</summary>
    public CallParty? ShowCaller { get; init; }
}

/// <summary>In which order several are rung.</summary>
public enum RingOrder
{
    /// <summary>All at once; the first to answer has the call.</summary>
    All,

    /// <summary>One after the other, in the order given, each for its time; busy ones are passed over at once.</summary>
    Sequence,
}
