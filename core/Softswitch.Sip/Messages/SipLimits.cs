namespace Softswitch.Sip;

/// <summary>What a message may measure at most; anything over a limit is refused before it costs more than its reading.</summary>
public sealed record SipLimits
{
    /// <summary>The limits in force unless others are given.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Whole message, bytes. Default 65535, the largest datagram.</summary>
    public int MessageLength { get; init; } = 65_535;

    /// <summary>Header section, bytes. Default 32768.</summary>
    public int HeaderLength { get; init; } = 32_768;

    /// <summary>Header fields in a message. Default 256 (RFC 4475's longest message has 85).</summary>
    public int HeaderCount { get; init; } = 256;
}
