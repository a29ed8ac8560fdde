using System.Collections.Frozen;
using System.Text;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Names of header fields as plugins spell them.</summary>
internal static class PluginHeaderNames
{
    /// <summary>Longest name that a plugin may write, characters.</summary>
    public const int LongestName = 64;

    /// <summary>Longest value that a plugin may write, characters.</summary>
    public const int LongestValue = 1000;

    private static readonly FrozenSet<string> Own = new[]
    {
        "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Route", "Record-Route", "Path", "Service-Route", "Max-Forwards",
        "Content-Length", "Content-Type", "Content-Encoding", "Content-Disposition", "MIME-Version",
        "Require", "Proxy-Require", "Supported", "Allow", "User-Agent", "Session-Expires", "Min-SE", "RAck", "RSeq", "Replaces", "Refer-To",
        "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The long form of a name (RFC 3261 §7.3.3).</summary>
    public static string Long(string name) => name is [var letter] && char.IsAscii(letter) && HeaderNames.Parse([(byte)letter]) is not HeaderName.Unknown and var known
        ? Encoding.ASCII.GetString(HeaderNames.NameOf(known))
        : name;

    /// <summary>Whether SIP itself stands on the field, or the switch writes it: a plugin can read it and not change it.</summary>
    public static bool IsOwn(string name) => Own.Contains(Long(name));

    /// <summary>Whether it is a token that can be written.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && HeaderSyntax.IsToken(Encoding.UTF8.GetBytes(name));

    /// <summary>Whether it can be written as a value: nothing in it begins another line.</summary>
    public static bool IsValue(string value)
    {
        if (value.Length > LongestValue) return false;
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])) return false;
            // Half a character cannot be written.
            if (char.IsSurrogate(value[i]) && (!char.IsHighSurrogate(value[i]) || ++i == value.Length || !char.IsLowSurrogate(value[i]))) return false;
        }

        return true;
    }
}
