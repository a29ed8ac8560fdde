namespace Softswitch.Sip;

/// <summary>What a request of ours that makes a dialog says (RFC 3261 §12.1.2).</summary>
public readonly ref struct DialogStart
{
    /// <summary>Where the request is sent to.</summary>
    public required SipPeer Target { get; init; }

    /// <summary>Request-URI.</summary>
    public required ReadOnlySpan<byte> RequestUri { get; init; }

    /// <summary>Value of From without a tag.</summary>
    public required ReadOnlySpan<byte> From { get; init; }

    /// <summary>Value of To without a tag.</summary>
    public required ReadOnlySpan<byte> To { get; init; }

    /// <summary>Values of Route, comma-separated. Default empty.</summary>
    public ReadOnlySpan<byte> Route { get; init; }

    /// <summary>User part of our Contact. Default: that of <see cref="From"/>.</summary>
    public ReadOnlySpan<byte> ContactUser { get; init; }
}
