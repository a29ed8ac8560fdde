namespace Softswitch.Sip;

/// <summary>What a request's credentials are worth.</summary>
public enum DigestVerdict : byte
{
    /// <summary>There are none for this realm, or of a kind that we did not ask for: challenge.</summary>
    Missing,

    /// <summary>They are right.</summary>
    Accepted,

    /// <summary>They are right, but for a nonce that is too old or not ours: challenge with <c>stale=true</c>, so that nobody is asked for the password.</summary>
    Stale,

    /// <summary>They are right, but have been seen before: challenge with <c>stale=true</c>.</summary>
    Replayed,

    /// <summary>The secret is wrong.</summary>
    Wrong,

    /// <summary>They cannot be read: 400.</summary>
    Malformed,

    /// <summary>Nobody has this name. Answer it as <see cref="Wrong"/>, or names can be found out.</summary>
    UnknownUser,
}

/// <summary>How credentials are asked for and how long they last.</summary>
public sealed record DigestOptions
{
    /// <summary>
    /// The algorithms in order of preference, each in a challenge of its own (RFC 8760 §2.4). Default MD5 alone: a
    /// second challenge that they do not know makes older phones give up (baresip 1.0.0 does, in whatever order they come).
    /// </summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Md5];

    /// <summary>How long a nonce may be used. Default 5 minutes; 1 second to 1 day.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether credentials without qop are taken, each nonce once. Default true: some old gateways send no other.</summary>
    public bool AcceptsWithoutQuality { get; init; } = true;

    /// <summary>Whether <c>auth-int</c> is offered beside <c>auth</c>; it is taken in any case. Default false: some phones trip over the list.</summary>
    public bool OffersIntegrity { get; init; }

    /// <summary>
    /// Nonces whose counts are remembered, 8 bytes each. Default 262 144; rounded up to a power of two. When more are in
    /// use, the oldest become stale before their time.
    /// </summary>
    public int NonceTableSize { get; init; } = 262_144;
}
