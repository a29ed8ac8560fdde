namespace Softswitch.Sip;

/// <summary>A user's secret, as it is kept.</summary>
public readonly ref struct DigestSecret
{
    private DigestSecret(ReadOnlySpan<byte> bytes, bool isHa1)
    {
        Bytes = bytes;
        IsHa1 = isHa1;
    }

    /// <summary>Password in UTF-8, or HA1 in lower-case hexadecimal digits.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Whether it is HA1 (<see cref="DigestResponse.ComputeHa1"/>).</summary>
    public bool IsHa1 { get; }

    /// <summary>A password in UTF-8.</summary>
    public static DigestSecret OfPassword(ReadOnlySpan<byte> password) => new(password, false);

    /// <summary>The HA1 of the asked algorithm, in lower-case hexadecimal digits: one hash less for every request.</summary>
    public static DigestSecret OfHa1(ReadOnlySpan<byte> hex) => new(hex, true);
}

/// <summary>Knows the users' secrets. Called on any worker, on the way of a message: it must answer from memory.</summary>
public interface IDigestSecrets
{
    /// <summary>Finds a user's secret; false for a user who is unknown, or has none for this algorithm.</summary>
    bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret);
}
