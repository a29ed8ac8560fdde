using System.Net;
using System.Text;

namespace Softswitch.Host.Http;

/// <summary>A request to a plugin as it comes from the network.</summary>
internal sealed record PluginRequest
{
    /// <summary>Everything below this belongs to plugins: <c>/x/PLUGIN/PATH</c>.</summary>
    public const string Prefix = "/x/";

    private const string Basic = "Basic ";
    private const int LongestCredentials = 1000;

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, percent-encoding resolved.</summary>
    public required string Path { get; init; }

    /// <summary>Where it comes from.</summary>
    public required IPAddress From { get; init; }

    /// <summary>The Authorization field, or null.</summary>
    public string? Authorization { get; init; }

    /// <summary>Parameters of the query; of a repeated one the last.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Header fields by lower-case name, without those that carry credentials.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads the body; null where it is too long.</summary>
    public required Func<CancellationToken, Task<byte[]?>> ReadBody { get; init; }

    /// <summary>The account and the key (RFC 7617: user and password), or null.</summary>
    public (string Account, string Key)? Credentials
    {
        get
        {
            if (Authorization is not { Length: <= LongestCredentials } text || !text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
            Span<byte> bytes = stackalloc byte[LongestCredentials];
            if (!Convert.TryFromBase64String(text[Basic.Length..].Trim(), bytes, out var length)) return null;
            var pair = Encoding.UTF8.GetString(bytes[..length]);
            return pair.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (pair[..colon], pair[(colon + 1)..]) : null;
        }
    }
}
