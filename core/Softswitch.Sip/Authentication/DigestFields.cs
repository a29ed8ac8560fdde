namespace Softswitch.Sip;

/// <summary>The fields of a digest challenge or of digest credentials (RFC 7616 §3.3, §3.4), as they stand, without their quotes.</summary>
internal readonly ref struct DigestFields
{
    public ReadOnlySpan<byte> UserName { get; private init; }

    public ReadOnlySpan<byte> Realm { get; private init; }

    public ReadOnlySpan<byte> Nonce { get; private init; }

    public ReadOnlySpan<byte> Uri { get; private init; }

    public ReadOnlySpan<byte> Response { get; private init; }

    public ReadOnlySpan<byte> Algorithm { get; private init; }

    public ReadOnlySpan<byte> ClientNonce { get; private init; }

    public ReadOnlySpan<byte> Opaque { get; private init; }

    public ReadOnlySpan<byte> Quality { get; private init; }

    public ReadOnlySpan<byte> Count { get; private init; }

    public bool IsStale { get; private init; }

    /// <summary>Whether the value is of the scheme Digest at all.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> value) =>
        value.Length > 7 && HeaderSyntax.EqualsIgnoreCase(value[..6], "Digest"u8) && value[6] is (byte)' ' or (byte)'\t';

    /// <summary>Reads a value that <see cref="IsDigest"/>; false where a field is not <c>name=value</c> or comes twice.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out DigestFields fields)
    {
        fields = default;
        ReadOnlySpan<byte> userName = default, realm = default, nonce = default, uri = default, response = default, algorithm = default;
        ReadOnlySpan<byte> clientNonce = default, opaque = default, quality = default, count = default;
        var isStale = false;
        var seen = 0;
        var rest = value[7..];
        while (TryNext(ref rest, out var name, out var text, out var isBroken))
        {
            if (isBroken) return false;
            var place = PlaceOf(name);
            if (place == 0) continue;
            if ((seen & (1 << place)) != 0) return false;
            seen |= 1 << place;
            switch (place)
            {
                case 1: userName = text; break;
                case 2: realm = text; break;
                case 3: nonce = text; break;
                case 4: uri = text; break;
                case 5: response = text; break;
                case 6: algorithm = text; break;
                case 7: clientNonce = text; break;
                case 8: opaque = text; break;
                case 9: quality = text; break;
                case 10: count = text; break;
                default: isStale = HeaderSyntax.EqualsIgnoreCase(text, "true"u8); break;
            }
        }

        fields = new DigestFields
        {
            UserName = userName,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Response = response,
            Algorithm = algorithm,
            ClientNonce = clientNonce,
            Opaque = opaque,
            Quality = quality,
            Count = count,
            IsStale = isStale,
        };
        return true;
    }

    private static int PlaceOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when HeaderSyntax.EqualsIgnoreCase(name, "nc"u8) => 10,
        3 when HeaderSyntax.EqualsIgnoreCase(name, "uri"u8) => 4,
        3 when HeaderSyntax.EqualsIgnoreCase(name, "qop"u8) => 9,
        5 when HeaderSyntax.EqualsIgnoreCase(name, "realm"u8) => 2,
        5 when HeaderSyntax.EqualsIgnoreCase(name, "nonce"u8) => 3,
        5 when HeaderSyntax.EqualsIgnoreCase(name, "stale"u8) => 11,
        6 when HeaderSyntax.EqualsIgnoreCase(name, "cnonce"u8) => 7,
        6 when HeaderSyntax.EqualsIgnoreCase(name, "opaque"u8) => 8,
        8 when HeaderSyntax.EqualsIgnoreCase(name, "username"u8) => 1,
        8 when HeaderSyntax.EqualsIgnoreCase(name, "response"u8) => 5,
        9 when HeaderSyntax.EqualsIgnoreCase(name, "algorithm"u8) => 6,
        _ => 0,
    };

    /// <summary>Cuts the next <c>name=value</c> off; empty list elements are left out (RFC 9110 §5.6.1).</summary>
    private static bool TryNext(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text, out bool isBroken)
    {
        name = text = default;
        isBroken = false;
        rest = rest.TrimStart(" \t,"u8);
        if (rest.IsEmpty) return false;
        var equals = rest.IndexOf((byte)'=');
        isBroken = equals <= 0;
        if (isBroken) return true;
        name = HeaderSyntax.Trim(rest[..equals]);
        rest = rest[(equals + 1)..].TrimStart(" \t"u8);
        int end;
        if (!rest.IsEmpty && rest[0] == '"')
        {
            end = HeaderSyntax.EndOfQuoted(rest, 0) + 1;
            isBroken = end == 0;
            if (isBroken) return true;
            text = rest[1..(end - 1)];
        }
        else
        {
            end = rest.IndexOf((byte)',');
            if (end < 0) end = rest.Length;
            text = HeaderSyntax.Trim(rest[..end]);
        }

        rest = rest[end..].TrimStart(" \t"u8);
        isBroken = !rest.IsEmpty && rest[0] != ',';
        return true;
    }
}
