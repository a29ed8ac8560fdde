using Softswitch.Kernel.Accounts;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// Lets extensions in by password (digest, 401) or by address where theirs is believed. The account is that of the host
/// in From; whoever cannot be told apart from a stranger is challenged like one, so that nobody learns which numbers exist.
/// </summary>
public sealed class DigestAdmission(IAccountDirectory accounts, DigestAuthenticator authenticator) : ICallAdmission
{
    private readonly ExtensionSecrets _secrets = new(accounts);

    /// <inheritdoc/>
    public Admission Admit(SipMessage invite, in SipPeer from)
    {
        if (!invite.TryGetAddress(HeaderName.From, out var address) || !address.TryGetUri(out var uri)) return new Admission(null, null, 400);
        if (accounts.FindByHost(uri.Host) is not { } account) return new Admission(null, null, 403);
        if (IAccountDirectory.FindExtension(account, uri.User) is { } claimed && IsBelieved(claimed, from)) return new Admission(account, claimed);

        Span<byte> realm = stackalloc byte[256];
        realm = realm[..System.Text.Encoding.UTF8.GetBytes(account.Domains[0], realm)];
        var verdict = authenticator.Verify(invite, DigestRole.Server, realm, _secrets, out var userName);
        switch (verdict)
        {
            case DigestVerdict.Accepted:
                var at = userName.IndexOf((byte)'@');
                return new Admission(account, IAccountDirectory.FindExtension(account, at < 0 ? userName : userName[..at]));
            case DigestVerdict.Missing or DigestVerdict.Stale or DigestVerdict.Replayed:
                return Challenge(account, realm, verdict != DigestVerdict.Missing);
            case DigestVerdict.Malformed:
                return new Admission(null, null, 400);
            default:
                return new Admission(null, null, 403);
        }
    }

    private Admission Challenge(Account account, ReadOnlySpan<byte> realm, bool isStale)
    {
        var writer = new SipWriter();
        authenticator.WriteChallenges(writer, DigestRole.Server, realm, isStale);
        return new Admission(account, null, 401, writer.Written.ToArray());
    }

    private static bool IsBelieved(Extension extension, in SipPeer from)
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
