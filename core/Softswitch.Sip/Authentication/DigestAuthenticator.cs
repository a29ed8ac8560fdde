using System.Buffers.Text;
using System.Security.Cryptography;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The server's side of digest authentication (RFC 3261 §22, RFC 7616, RFC 8760). One instance serves all workers: nonces
/// are known by their keyed hash, and the counts in use are in a table without locks. Nothing is allocated on the way.
/// </summary>
public sealed class DigestAuthenticator
{
    private const int LongestUserName = 256;

    private readonly DigestOptions _options;
    private readonly NonceSource _nonces;
    private readonly NonceCounts _counts;
    private readonly uint _lifetime;
    private readonly byte[] _opaque = new byte[16];

    /// <summary>An authenticator with a key of its own: nonces of another, or from before a restart, are stale.</summary>
    public DigestAuthenticator(DigestOptions options, TimeProvider clock, IRandomSource random)
    {
        if (options.Algorithms.Count == 0) throw new ArgumentException("At least one algorithm is needed.", nameof(options));
        _options = options;
        _nonces = new NonceSource(clock, random);
        _counts = new NonceCounts(options.NonceTableSize, options.NonceLifetime);
        _lifetime = (uint)Math.Clamp(options.NonceLifetime.TotalSeconds, 1, 86_400);
        _ = Utf8Formatter.TryFormat(random.NextUInt64(), _opaque, out _, new System.Buffers.StandardFormat('x', 16));
    }

    /// <summary>
    /// Writes the challenges, one header field per algorithm in the order of preference, all with one new nonce.
    /// <paramref name="isStale"/> after <see cref="DigestVerdict.Stale"/> and <see cref="DigestVerdict.Replayed"/>.
    /// </summary>
    public void WriteChallenges(SipWriter writer, DigestRole role, ReadOnlySpan<byte> realm, bool isStale = false)
    {
        Span<byte> nonce = stackalloc byte[NonceSource.Length];
        _nonces.Write(nonce);
        for (var i = 0; i < _options.Algorithms.Count; i++)
        {
            writer.Begin(DigestNames.ChallengeHeader(role))
                .Text("Digest realm=\""u8).Text(realm)
                .Text("\", nonce=\""u8).Text(nonce)
                .Text("\", opaque=\""u8).Text(_opaque)
                .Text("\", algorithm="u8).Text(DigestNames.NameOf(_options.Algorithms[i]))
                .Text(_options.OffersIntegrity ? ", qop=\"auth,auth-int\""u8 : ", qop=\"auth\""u8)
                .Text(isStale ? ", stale=true"u8 : default)
                .End();
        }
    }

    /// <summary>
    /// Looks at the credentials that a request has for a realm. Those of other realms and other schemes are left aside.
    /// <paramref name="userName"/>, valid as long as the request, is the name as it stands there, also for those that fail.
    /// The digest's URI need not be the Request-URI, which proxies change (RFC 3261 §22.4, item 7).
    /// </summary>
    public DigestVerdict Verify(SipMessage request, DigestRole role, ReadOnlySpan<byte> realm, IDigestSecrets secrets, out ReadOnlySpan<byte> userName)
    {
        userName = default;
        var isMalformed = false;
        foreach (var value in request.Fields(DigestNames.CredentialsHeader(role)))
        {
            if (!DigestFields.IsDigest(value)) continue;
            if (!DigestFields.TryParse(value, out var fields))
            {
                isMalformed = true;
                continue;
            }

            if (!fields.Realm.SequenceEqual(realm)) continue;
            userName = fields.UserName;
            return Verify(request, fields, secrets);
        }

        return isMalformed ? DigestVerdict.Malformed : DigestVerdict.Missing;
    }

    private DigestVerdict Verify(SipMessage request, in DigestFields fields, IDigestSecrets secrets)
    {
        if (!IsComplete(fields, out var quality, out var count)) return DigestVerdict.Malformed;
        if (!DigestNames.TryParse(fields.Algorithm, out var algorithm, out var isSession) || !Offers(algorithm)) return DigestVerdict.Missing;
        if (quality == DigestQuality.None && !_options.AcceptsWithoutQuality) return DigestVerdict.Missing;
        if (fields.Response.Length != DigestNames.HexLength(algorithm)) return DigestVerdict.Malformed;
        var input = new DigestInput
        {
            Algorithm = algorithm,
            IsSession = isSession,
            Quality = quality,
            Nonce = fields.Nonce,
            Count = fields.Count,
            ClientNonce = fields.ClientNonce,
            Method = request.MethodName,
            Uri = fields.Uri,
            Body = request.Body,
        };
        var verdict = VerifySecret(fields, input, secrets);
        return verdict == DigestVerdict.Accepted ? VerifyNonce(fields, count) : verdict;
    }

    /// <summary>Whether the fields that RFC 7616 §3.4 demands are there, and of the right form.</summary>
    private static bool IsComplete(in DigestFields fields, out DigestQuality quality, out uint count)
    {
        // Without qop there is no count: the nonce may be used once.
        count = 1;
        if (!DigestNames.TryParse(fields.Quality, out quality)) return false;
        if (fields.UserName.IsEmpty || fields.Nonce.IsEmpty || fields.Uri.IsEmpty || fields.Response.IsEmpty) return false;
        if (quality == DigestQuality.None) return true;
        return !fields.ClientNonce.IsEmpty && fields.Count.Length == 8
            && Utf8Parser.TryParse(fields.Count, out count, out var digits, 'x') && digits == 8 && count > 0;
    }

    private bool Offers(DigestAlgorithm algorithm)
    {
        for (var i = 0; i < _options.Algorithms.Count; i++)
        {
            if (_options.Algorithms[i] == algorithm) return true;
        }

        return false;
    }

    /// <summary>Computes what the response must be, for unknown users too: the time it takes tells nobody who exists.</summary>
    private static DigestVerdict VerifySecret(in DigestFields fields, in DigestInput input, IDigestSecrets secrets)
    {
        scoped var userName = fields.UserName;
        Span<byte> unescaped = stackalloc byte[LongestUserName];
        if (userName.Length > LongestUserName) return DigestVerdict.Malformed;
        if (userName.Contains((byte)'\\')) userName = unescaped[..HeaderSyntax.Unquote(userName, unescaped)];
        var isKnown = secrets.TryFind(userName, fields.Realm, input.Algorithm, out var secret);
        var length = DigestNames.HexLength(input.Algorithm);
        Span<byte> ha1 = stackalloc byte[length];
        ha1.Fill((byte)'0');
        if (secret.IsHa1) secret.Bytes[..Math.Min(length, secret.Bytes.Length)].CopyTo(ha1);
        else DigestResponse.ComputeHa1(input.Algorithm, userName, fields.Realm, secret.Bytes, ha1);
        Span<byte> expected = stackalloc byte[length];
        DigestResponse.Compute(ha1, input, expected);
        Span<byte> given = stackalloc byte[length];
        for (var i = 0; i < length; i++) given[i] = (byte)(fields.Response[i] | 0x20);
        var isRight = CryptographicOperations.FixedTimeEquals(expected, given);
        CryptographicOperations.ZeroMemory(ha1);
        if (!isKnown) return DigestVerdict.UnknownUser;
        return isRight ? DigestVerdict.Accepted : DigestVerdict.Wrong;
    }

    private DigestVerdict VerifyNonce(in DigestFields fields, uint count)
    {
        var now = _nonces.Now;
        if (!_nonces.TryRead(fields.Nonce, out var issued, out var id) || now - issued > _lifetime) return DigestVerdict.Stale;
        if (!fields.Opaque.IsEmpty && !fields.Opaque.SequenceEqual(_opaque)) return DigestVerdict.Malformed;
        return _counts.Take(id, issued, now, count) switch
        {
            NonceCounts.Use.Accepted => DigestVerdict.Accepted,
            NonceCounts.Use.Replayed => DigestVerdict.Replayed,
            _ => DigestVerdict.Stale,
        };
    }
}
