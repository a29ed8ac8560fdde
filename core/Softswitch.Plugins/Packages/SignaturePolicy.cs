using System.Security.Cryptography;

namespace Softswitch.Plugins.Packages;

/// <summary>
/// Which packages are trusted. Without keys none has to be signed; with keys each has to be, by one of them, but for those named. A signature is ECDSA or RSA with SHA-256 over the bytes
/// of <c>hashes.json</c>, as <c>openssl dgst -sha256 -sign key.pem -out hashes.json.sig hashes.json</c> makes it.
/// </summary>
/// <param name="Keys">Public keys, in PEM.</param>
/// <param name="AllowUnsigned">Ids of plugins that need no signature; <c>*</c> for all.</param>
/// <param name="Where">The file that the two come from, for messages.</param>
public sealed record SignaturePolicy(IReadOnlyList<string> Keys, IReadOnlyList<string> AllowUnsigned, string Where)
{
    private const int LongestSignature = 4096;

    /// <summary>Nothing has to be signed.</summary>
    public static SignaturePolicy None { get; } = new([], [], "");

    /// <summary>Checks the signature of a folder's list of hashes.</summary>
    public void Check(string id, string folder, List<PluginProblem> problems)
    {
        if (Keys.Count == 0 || AllowUnsigned.Contains("*") || AllowUnsigned.Contains(id)) return;
        var list = new FileInfo(Path.Combine(folder, HashList.FileName));
        var signature = new FileInfo(Path.Combine(folder, HashList.SignatureName));
        var remedy = $"have it signed, or allow it with 'allow-unsigned: [{id}]' under 'plugins' in {Where}";
        if (!list.Exists || !signature.Exists)
            problems.Add(new PluginProblem(PluginProblemCodes.Signature, $"plugin {id} is not signed ({HashList.SignatureName} was looked for in {folder}): {remedy}"));
        else if (signature.Length > LongestSignature || !IsSigned(File.ReadAllBytes(list.FullName), File.ReadAllBytes(signature.FullName)))
            problems.Add(new PluginProblem(PluginProblemCodes.Signature, $"the signature of plugin {id} is by none of the {Keys.Count} keys of {Where}: {remedy}"));
    }

    private bool IsSigned(byte[] data, byte[] signature) => Keys.Any(key => IsSignedBy(key, data, signature));

    private static bool IsSignedBy(string key, byte[] data, byte[] signature)
    {
        try
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(key);
            return curve.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // It is no key of an elliptic curve.
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
