using Softswitch.Kernel.Accounts;
using Softswitch.Sip;

namespace Softswitch.Kernel.Authentication;

/// <summary>
/// Tells which extension a request comes from: by digest credentials, or by its address where the extension trusts that. One
/// instance serves all workers. The realm of a challenge is the account's first domain.
/// </summary>
public sealed class EndpointAuthenticator
{
    private readonly IAccountDirectory _accounts;
    private readonly DigestAuthenticator _digest;
    private readonly ExtensionSecrets _secrets;

    /// <summary>An authenticator for the extensions of <paramref name="accounts"/>.</summary>
    public EndpointAuthenticator(IAccountDirectory accounts, DigestAuthenticator digest)
    {
        _accounts = accounts;
        _digest = digest;
        _secrets = new ExtensionSecrets(accounts);
    }

    /// <summary>The account of a SIP URI's host, or null.</summary>
    public Account? FindAccount(ReadOnlySpan<byte> host) => _accounts.FindByHost(host);

    /// <summary>
    /// Who sent <paramref name="request"/>: REGISTER speaks for the user of its To, anything else for that of its From. A proof is always
    /// asked for, whether there is such a user or not, so that nobody can find out who exists.
    /// </summary>
    public EndpointIdentity Authenticate(SipMessage request, in SipPeer from, DigestRole role)
    {
        var claim = request.Method == SipMethod.Register ? HeaderName.To : HeaderName.From;
        if (!request.TryGetAddress(claim, out var address) || !address.TryGetUri(out var uri) || !uri.IsSip)
            return new EndpointIdentity(null, null, 400);
        if (_accounts.FindByHost(uri.Host) is not { } account) return new EndpointIdentity(null, null, 404);
        var claimed = account.FindExtension(uri.User);
        if (claimed is not null && IsTrusted(claimed, from)) return new EndpointIdentity(account, claimed);

        Span<byte> realm = stackalloc byte[ExtensionSecrets.LongestRealm];
        realm = realm[..ExtensionSecrets.WriteRealm(account, realm)];
        var challenge = role == DigestRole.Server ? 401 : 407;
        var verdict = _digest.Verify(request, role, realm, _secrets, out var userName);
        return verdict switch
        {
            DigestVerdict.Accepted => new EndpointIdentity(account, account.FindExtension(userName), account.FindExtension(userName) is null ? 403 : 0),
            DigestVerdict.Stale or DigestVerdict.Replayed => new EndpointIdentity(account, null, challenge, IsStale: true),
            DigestVerdict.Malformed => new EndpointIdentity(account, null, 400),
            _ => new EndpointIdentity(account, null, challenge),
        };
    }

    /// <summary>Writes the challenge that goes with <paramref name="refused"/>.</summary>
    public void WriteChallenge(SipWriter writer, DigestRole role, in EndpointIdentity refused)
    {
        Span<byte> realm = stackalloc byte[ExtensionSecrets.LongestRealm];
        realm = realm[..ExtensionSecrets.WriteRealm(refused.Account!, realm)];
        _digest.WriteChallenges(writer, role, realm, refused.IsStale);
    }

    private static bool IsTrusted(Extension extension, in SipPeer from)
    {
        if (extension.AllowFrom.IsEmpty) return false;
        var address = from.Remote.ToIPAddress();
        foreach (var network in extension.AllowFrom)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }
}
