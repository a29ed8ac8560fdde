using System.Runtime.CompilerServices;
using System.Text;
using Softswitch.Kernel.Accounts;
using Softswitch.Sip;

namespace Softswitch.Kernel.Authentication;

/// <summary>The extensions' secrets for digest: HA1 is worked out once for each extension of an account that was loaded, and goes with it.</summary>
internal sealed class ExtensionSecrets(IAccountDirectory accounts) : IDigestSecrets
{
    /// <summary>Longest realm: a host name.</summary>
    public const int LongestRealm = 256;

    private readonly ConditionalWeakTable<Extension, Hashes> _hashes = [];

    /// <summary>Writes an account's realm and returns its length.</summary>
    public static int WriteRealm(Account account, Span<byte> realm) => Encoding.UTF8.GetBytes(account.Domains[0], realm);

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
    {
        secret = default;
        if (accounts.FindByHost(realm)?.FindExtension(userName) is not { Secret: not null } extension) return false;
        var hashes = _hashes.GetOrCreateValue(extension);
        secret = DigestSecret.OfHa1(hashes.Of(extension, realm, algorithm));
        return true;
    }

    private sealed class Hashes
    {
        private volatile byte[]? _md5;
        private volatile byte[]? _sha256;

        public byte[] Of(Extension extension, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5
            ? _md5 ??= Compute(extension, realm, algorithm)
            : _sha256 ??= Compute(extension, realm, algorithm);

        private static byte[] Compute(Extension extension, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm)
        {
            var hex = new byte[DigestNames.HexLength(algorithm)];
            DigestResponse.ComputeHa1(
                algorithm, Encoding.UTF8.GetBytes(extension.Number), realm, Encoding.UTF8.GetBytes(extension.Secret!), hex);
            return hex;
        }
    }
}
