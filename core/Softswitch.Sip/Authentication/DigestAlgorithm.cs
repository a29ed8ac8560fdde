namespace Softswitch.Sip;

/// <summary>The hash that a digest is made with (RFC 7616 §3.2, RFC 8760). SHA-512/256 is left out: the framework has none, and no phone asks for it.</summary>
public enum DigestAlgorithm : byte
{
    /// <summary>MD5: what RFC 3261 had, and what every phone understands.</summary>
    Md5,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>What the integrity of a digest covers (RFC 7616 §3.3: qop).</summary>
public enum DigestQuality : byte
{
    /// <summary>No qop: the digest of RFC 2069, without a nonce count.</summary>
    None,

    /// <summary><c>auth</c>: method and URI.</summary>
    Authentication,

    /// <summary><c>auth-int</c>: the body too.</summary>
    Integrity,
}

/// <summary>Who asks for credentials.</summary>
public enum DigestRole : byte
{
    /// <summary>A server or registrar: 401, WWW-Authenticate, Authorization.</summary>
    Server,

    /// <summary>A proxy: 407, Proxy-Authenticate, Proxy-Authorization.</summary>
    Proxy,
}

/// <summary>Names of algorithms and header fields.</summary>
public static class DigestNames
{
    /// <summary>The algorithm as it is written in a header field.</summary>
    public static ReadOnlySpan<byte> NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256"u8 : "MD5"u8;

    /// <summary>Hexadecimal digits of one of the algorithm's hashes.</summary>
    public static int HexLength(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? 64 : 32;

    /// <summary>The header field that asks for credentials.</summary>
    public static HeaderName ChallengeHeader(DigestRole role) =>
        role == DigestRole.Server ? HeaderName.WwwAuthenticate : HeaderName.ProxyAuthenticate;

    /// <summary>The header field that brings them.</summary>
    public static HeaderName CredentialsHeader(DigestRole role) =>
        role == DigestRole.Server ? HeaderName.Authorization : HeaderName.ProxyAuthorization;

    /// <summary>Reads an algorithm; nothing written is MD5. <paramref name="isSession"/> for the <c>-sess</c> forms.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out DigestAlgorithm algorithm, out bool isSession)
    {
        isSession = text.Length > 5 && HeaderSyntax.EqualsIgnoreCase(text[^5..], "-sess"u8);
        if (isSession) text = text[..^5];
        algorithm = HeaderSyntax.EqualsIgnoreCase(text, "SHA-256"u8) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return algorithm == DigestAlgorithm.Sha256 || HeaderSyntax.EqualsIgnoreCase(text, "MD5"u8) || (text.IsEmpty && !isSession);
    }

    /// <summary>Reads the qop of credentials; empty is none.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out DigestQuality quality)
    {
        quality = text.Length switch
        {
            0 => DigestQuality.None,
            4 => DigestQuality.Authentication,
            _ => DigestQuality.Integrity,
        };
        return quality switch
        {
            DigestQuality.None => true,
            DigestQuality.Authentication => HeaderSyntax.EqualsIgnoreCase(text, "auth"u8),
            _ => HeaderSyntax.EqualsIgnoreCase(text, "auth-int"u8),
        };
    }
}
