using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Softswitch.Kernel.Accounts;

/// <summary>A key that lets somebody use HTTP endpoints of plugins for the account. The key itself is not kept, only its SHA-256.</summary>
public sealed class ApiKey
{
    private readonly byte[] _hash;

    private ApiKey(string name, byte[] hash, FrozenSet<string>? plugins)
    {
        Name = name;
        _hash = hash;
        Plugins = plugins;
    }

    /// <summary>Its name in the account's file.</summary>
    public string Name { get; }

    /// <summary>Plugins it is good for; null for all that the account uses.</summary>
    public FrozenSet<string>? Plugins { get; }

    /// <summary>A key by its hash.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="hash">SHA-256, 64 hexadecimal digits.</param>
    /// <param name="plugins">Plugins it is good for, or null for all.</param>
    /// <returns>Null where the hash is none.</returns>
    public static ApiKey? OfHash(string name, string hash, FrozenSet<string>? plugins) =>
        hash.Length == SHA256.HashSizeInBytes * 2 && !hash.AsSpan().ContainsAnyExcept(HexDigits) ? new ApiKey(name, Convert.FromHexString(hash), plugins) : null;

    /// <summary>A key by itself.</summary>
    public static ApiKey OfSecret(string name, string secret, FrozenSet<string>? plugins) => new(name, HashOf(secret), plugins);

    /// <summary>Whether this is the key; it takes as long for a wrong one.</summary>
    public bool Matches(string key) => CryptographicOperations.FixedTimeEquals(_hash, HashOf(key));

    /// <summary>Whether it is good for a plugin.</summary>
    public bool Allows(string plugin) => Plugins?.Contains(plugin) != false;

    /// <summary>The name alone: whatever is written to a log holds no secret.</summary>
    public override string ToString() => $"key {Name}";

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
