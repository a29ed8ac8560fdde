using System.Net;
using System.Text.RegularExpressions;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>The forms of names in account files.</summary>
internal static partial class Names
{
    /// <summary>Numbers of extensions.</summary>
    public static bool IsExtension(string number) => Extension().IsMatch(number);

    /// <summary>A host name in lower case, or an IP address in its usual form without brackets; null where it is neither.</summary>
    public static string? Domain(string text)
    {
        if (text is ['[', .., ']']) text = text[1..^1];
        var isAddress = text.Contains(':', StringComparison.Ordinal) || DottedQuad().IsMatch(text);
        if (isAddress) return IPAddress.TryParse(text, out var address) ? address.ToString() : null;
        return HostName().IsMatch(text) ? text.ToLowerInvariant() : null;
    }

    [GeneratedRegex(@"\A[0-9]{1,15}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Extension();

    [GeneratedRegex(@"\A[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DottedQuad();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();
}
