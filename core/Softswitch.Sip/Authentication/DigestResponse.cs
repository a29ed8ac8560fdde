namespace Softswitch.Sip;

/// <summary>What a response is computed from, apart from the secret (RFC 7616 §3.4).</summary>
public readonly ref struct DigestInput
{
    /// <summary>The hash.</summary>
    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>Whether the algorithm is one of the <c>-sess</c> forms.</summary>
    public bool IsSession { get; init; }

    /// <summary>What is covered.</summary>
    public DigestQuality Quality { get; init; }

    /// <summary>The server's nonce.</summary>
    public ReadOnlySpan<byte> Nonce { get; init; }

    /// <summary>Nonce count, 8 hexadecimal digits; not used without a quality.</summary>
    public ReadOnlySpan<byte> Count { get; init; }

    /// <summary>The client's nonce; not used without a quality, unless in a session.</summary>
    public ReadOnlySpan<byte> ClientNonce { get; init; }

    /// <summary>The request's method.</summary>
    public ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The digest's URI.</summary>
    public ReadOnlySpan<byte> Uri { get; init; }

    /// <summary>The request's body; used for <see cref="DigestQuality.Integrity"/> only.</summary>
    public ReadOnlySpan<byte> Body { get; init; }
}

/// <summary>The computations of RFC 7616 §3.4.</summary>
public static class DigestResponse
{
    private const int ScratchLength = 512;

    /// <summary>
    /// Writes HA1, the hash of <c>user:realm:password</c>: 32 lower-case hexadecimal digits for MD5, 64 for SHA-256. It is
    /// all that a server needs to keep of a password.
    /// </summary>
    public static void ComputeHa1(DigestAlgorithm algorithm, ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, ReadOnlySpan<byte> password, Span<byte> hex) =>
        new DigestHash(stackalloc byte[ScratchLength]).Part(userName).Part(realm).Part(password).Finish(algorithm, hex);

    /// <summary>Writes the response: 32 lower-case hexadecimal digits for MD5, 64 for SHA-256.</summary>
    /// <param name="ha1">HA1 in lower-case hexadecimal digits.</param>
    /// <param name="input">The rest.</param>
    /// <param name="hex">Where it goes.</param>
    public static void Compute(scoped ReadOnlySpan<byte> ha1, in DigestInput input, Span<byte> hex)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        var length = DigestNames.HexLength(input.Algorithm);
        Span<byte> session = stackalloc byte[length];
        if (input.IsSession)
        {
            new DigestHash(scratch).Part(ha1).Part(input.Nonce).Part(input.ClientNonce).Finish(input.Algorithm, session);
            ha1 = session;
        }

        Span<byte> ha2 = stackalloc byte[length];
        var request = new DigestHash(scratch).Part(input.Method).Part(input.Uri);
        if (input.Quality == DigestQuality.Integrity)
        {
            Span<byte> body = stackalloc byte[length];
            DigestHash.Hash(input.Algorithm, input.Body, body);
            request = request.Part(body);
        }

        request.Finish(input.Algorithm, ha2);
        var all = new DigestHash(scratch).Part(ha1).Part(input.Nonce);
        if (input.Quality != DigestQuality.None)
        {
            all = all.Part(input.Count).Part(input.ClientNonce)
                .Part(input.Quality == DigestQuality.Integrity ? "auth-int"u8 : "auth"u8);
        }

        all.Part(ha2).Finish(input.Algorithm, hex);
    }
}
