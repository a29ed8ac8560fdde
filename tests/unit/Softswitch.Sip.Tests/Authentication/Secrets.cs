using System.Text;

namespace Softswitch.Sip.Tests.Authentication;

/// <summary>Users known by their passwords, or by HA1.</summary>
internal sealed class Secrets(bool asHa1 = false) : IDigestSecrets
{
    private readonly Dictionary<string, string> _passwords = new(StringComparer.Ordinal) { ["alice"] = "wonderland", ["o\"brien"] = "quoted" };

    public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
    {
        secret = default;
        if (!_passwords.TryGetValue(Encoding.UTF8.GetString(userName), out var password)) return false;
        var bytes = Encoding.UTF8.GetBytes(password);
        if (!asHa1)
        {
            secret = DigestSecret.OfPassword(bytes);
            return true;
        }

        var ha1 = new byte[DigestNames.HexLength(algorithm)];
        DigestResponse.ComputeHa1(algorithm, userName, realm, bytes, ha1);
        secret = DigestSecret.OfHa1(ha1);
        return true;
    }
}
