using Softswitch.Sip;

namespace Softswitch.Kernel.Accounts;

/// <summary>Secrets of extensions for digest authentication. The realm is a domain of the account, the user name the extension's number.</summary>
public sealed class ExtensionSecrets(IAccountDirectory accounts) : IDigestSecrets
{
    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
    {
        secret = default;
        // Some phones put the whole address into the user name.
        var at = userName.IndexOf((byte)'@');
        var number = at < 0 ? userName : userName[..at];
        if (accounts.FindByHost(realm) is not { } account) return false;
        if (IAccountDirectory.FindExtension(account, number) is not { Secret: not null } extension) return false;
        secret = DigestSecret.OfPassword(extension.SecretBytes);
        return true;
    }
}
