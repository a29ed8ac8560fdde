using System.Buffers.Text;
using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The client's side of digest authentication for one user (RFC 3261 §22.2): remembers what the servers and proxies on the
/// way asked for, and answers it, also ahead of being asked again. Belongs to one worker.
/// </summary>
/// <param name="userName">The user's name for authentication.</param>
/// <param name="password">The password.</param>
/// <param name="random">For the client's nonces.</param>
public sealed class DigestClient(string userName, string password, IRandomSource random)
{
    // Realms on one way: the server's and those of its proxies.
    private const int MaximumRealms = 4;

    private readonly byte[] _userName = Encoding.UTF8.GetBytes(userName);
    private readonly byte[] _quotedName = Encoding.UTF8.GetBytes(userName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
    private readonly byte[] _password = Encoding.UTF8.GetBytes(password);
    private readonly List<Challenge> _challenges = [];

    /// <summary>Whether somebody has asked, so that <see cref="WriteCredentials"/> writes something.</summary>
    public bool HasChallenges => _challenges.Count > 0;

    /// <summary>
    /// Takes the challenges of a 401 or 407. True when the request shall be sent again, with a new CSeq and with
    /// <see cref="WriteCredentials"/>; false when nothing can be answered, or the answer has been refused: the name or the
    /// password is wrong.
    /// </summary>
    public bool TakeChallenges(SipMessage response)
    {
        var isServer = Take(response, DigestRole.Server, out var isServerRefused);
        var isProxy = Take(response, DigestRole.Proxy, out var isProxyRefused);
        return (isServer || isProxy) && !isServerRefused && !isProxyRefused;
    }

    /// <summary>Writes credentials for every realm that has asked, as header fields of the request being written.</summary>
    /// <param name="writer">The request.</param>
    /// <param name="method">Its method.</param>
    /// <param name="uri">Its Request-URI.</param>
    /// <param name="body">Its body, which counts where a server wants the body's integrity.</param>
    public void WriteCredentials(SipWriter writer, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> body = default)
    {
        foreach (var challenge in _challenges) Write(challenge, writer, method, uri, body);
    }

    private bool Take(SipMessage response, DigestRole role, out bool isRefused)
    {
        isRefused = false;
        var isTaken = false;
        var answered = 0;
        foreach (var value in response.Fields(DigestNames.ChallengeHeader(role)))
        {
            if (!DigestFields.IsDigest(value) || !DigestFields.TryParse(value, out var fields) || !IsAnswerable(fields)) continue;
            var place = Find(role, fields.Realm);
            if (place >= 0)
            {
                // The first that can be answered is the one the server likes best (RFC 8760 §2.4).
                if ((answered & (1 << place)) != 0) continue;
                // A nonce's very first answer was refused: another would be too. A nonce in use for longer has become stale,
                // which some servers do not say.
                isRefused |= !fields.IsStale && _challenges[place].Count == 1;
                _challenges[place] = Make(role, fields);
            }
            else
            {
                if (_challenges.Count == MaximumRealms) continue;
                place = _challenges.Count;
                _challenges.Add(Make(role, fields));
            }

            answered |= 1 << place;
            isTaken = true;
        }

        if (isRefused) _challenges.Clear();
        return isTaken;
    }

    private int Find(DigestRole role, ReadOnlySpan<byte> realm)
    {
        for (var i = 0; i < _challenges.Count; i++)
        {
            if (_challenges[i].Role == role && realm.SequenceEqual(_challenges[i].Realm)) return i;
        }

        return -1;
    }

    private static bool IsAnswerable(in DigestFields fields) =>
        !fields.Nonce.IsEmpty && DigestNames.TryParse(fields.Algorithm, out _, out _) && TryChoose(fields.Quality, out _);

    /// <summary>Chooses from a list of qualities: <c>auth</c> where it is offered, for a body may be changed on the way.</summary>
    private static bool TryChoose(ReadOnlySpan<byte> offered, out DigestQuality quality)
    {
        quality = DigestQuality.None;
        if (offered.IsEmpty) return true;
        while (!offered.IsEmpty)
        {
            var comma = offered.IndexOf((byte)',');
            var one = HeaderSyntax.Trim(comma < 0 ? offered : offered[..comma]);
            offered = comma < 0 ? default : offered[(comma + 1)..];
            if (HeaderSyntax.EqualsIgnoreCase(one, "auth"u8)) quality = DigestQuality.Authentication;
            else if (HeaderSyntax.EqualsIgnoreCase(one, "auth-int"u8) && quality == DigestQuality.None) quality = DigestQuality.Integrity;
        }

        return quality != DigestQuality.None;
    }

    private Challenge Make(DigestRole role, in DigestFields fields)
    {
        _ = DigestNames.TryParse(fields.Algorithm, out var algorithm, out var isSession);
        _ = TryChoose(fields.Quality, out var quality);
        var clientNonce = new byte[16];
        _ = Utf8Formatter.TryFormat(random.NextUInt64(), clientNonce, out _, new System.Buffers.StandardFormat('x', 16));
        var ha1 = new byte[DigestNames.HexLength(algorithm)];
        DigestResponse.ComputeHa1(algorithm, _userName, fields.Realm, _password, ha1);
        return new Challenge
        {
            Role = role,
            Realm = fields.Realm.ToArray(),
            Nonce = fields.Nonce.ToArray(),
            Opaque = fields.Opaque.ToArray(),
            AlgorithmName = fields.Algorithm.ToArray(),
            Algorithm = algorithm,
            IsSession = isSession,
            Quality = quality,
            ClientNonce = clientNonce,
            Ha1 = ha1,
        };
    }

    private void Write(Challenge challenge, SipWriter writer, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> body)
    {
        challenge.Count++;
        Span<byte> count = stackalloc byte[8];
        _ = Utf8Formatter.TryFormat(challenge.Count, count, out _, new System.Buffers.StandardFormat('x', 8));
        Span<byte> response = stackalloc byte[challenge.Ha1.Length];
        var input = new DigestInput
        {
            Algorithm = challenge.Algorithm,
            IsSession = challenge.IsSession,
            Quality = challenge.Quality,
            Nonce = challenge.Nonce,
            Count = count,
            ClientNonce = challenge.ClientNonce,
            Method = method,
            Uri = uri,
            Body = body,
        };
        DigestResponse.Compute(challenge.Ha1, input, response);
        writer.Begin(DigestNames.CredentialsHeader(challenge.Role))
            .Text("Digest username=\""u8).Text(_quotedName)
            .Text("\", realm=\""u8).Text(challenge.Realm)
            .Text("\", nonce=\""u8).Text(challenge.Nonce)
            .Text("\", uri=\""u8).Text(uri)
            .Text("\", response=\""u8).Text(response).Text("\""u8);
        if (challenge.AlgorithmName.Length > 0) writer.Text(", algorithm="u8).Text(challenge.AlgorithmName);
        if (challenge.Opaque.Length > 0) writer.Text(", opaque=\""u8).Text(challenge.Opaque).Text("\""u8);
        if (challenge.Quality != DigestQuality.None)
        {
            writer.Text(challenge.Quality == DigestQuality.Integrity ? ", qop=auth-int, nc="u8 : ", qop=auth, nc="u8).Text(count);
        }

        if (challenge.Quality != DigestQuality.None || challenge.IsSession) writer.Text(", cnonce=\""u8).Text(challenge.ClientNonce).Text("\""u8);
        writer.End();
    }

    private sealed class Challenge
    {
        public required DigestRole Role { get; init; }

        public required byte[] Realm { get; init; }

        public required byte[] Nonce { get; init; }

        public required byte[] Opaque { get; init; }

        public required byte[] AlgorithmName { get; init; }

        public required DigestAlgorithm Algorithm { get; init; }

        public required bool IsSession { get; init; }

        public required DigestQuality Quality { get; init; }

        public required byte[] ClientNonce { get; init; }

        public required byte[] Ha1 { get; init; }

        public uint Count { get; set; }
    }
}
