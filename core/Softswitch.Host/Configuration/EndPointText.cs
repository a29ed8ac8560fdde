using System.Globalization;
using System.Net;
using System.Text;
using Softswitch.Net;

namespace Softswitch.Host.Configuration;

/// <summary>Addresses as people write them; the framework's own reader takes <c>5060</c> for an address.</summary>
internal static class EndPointText
{
    /// <summary>Reads <c>192.0.2.1</c> or <c>2001:db8::1</c>, with or without brackets.</summary>
    public static bool TryParseAddress(string text, out IPAddress address)
    {
        var isAddress = NetAddress.TryParse(Encoding.UTF8.GetBytes(text), 0, out var parsed);
        address = isAddress ? parsed.ToIPAddress() : IPAddress.None;
        return isAddress;
    }

    /// <summary>Reads <c>192.0.2.1:5060</c> or <c>[2001:db8::1]:5060</c>; port 0 to 65535.</summary>
    public static bool TryParse(string text, out IPEndPoint endPoint)
    {
        endPoint = new IPEndPoint(IPAddress.None, 0);
        if (!TrySplit(text, out var host, out var port) || port is not { } number || !TryParseAddress(host, out var address)) return false;
        endPoint = new IPEndPoint(address, number);
        return true;
    }

    /// <summary>Splits a host from its port, where there is one: <c>sip.example.net:5060</c>, <c>[2001:db8::1]</c>. False for a port that is none.</summary>
    public static bool TrySplit(string text, out string host, out ushort? port)
    {
        (host, port) = (text, null);
        var colon = text.LastIndexOf(':');
        // Without brackets more than one colon is an IPv6 address, and has no port.
        if (colon < 0 || text.EndsWith(']') || (text[0] != '[' && text.IndexOf(':', StringComparison.Ordinal) != colon)) return text.Length > 0;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        (host, port) = (text[..colon], number);
        return host.Length > 0;
    }
}
