using System.Text;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Where a REFER points to.</summary>
/// <param name="User">User part of the URI, unescaped: what the transferor would have dialled.</param>
/// <param name="Replaces">The transferor's other dialog in an attended transfer (RFC 5589 §7), or null.</param>
internal sealed record ReferTarget(string User, DialogName? Replaces)
{
    /// <summary>Longest Replaces that is read, bytes.</summary>
    private const int ReplacesLimit = 512;

    /// <summary>Reads the value of Refer-To; null where it is no address that can be called.</summary>
    public static ReferTarget? Parse(ReadOnlySpan<byte> value)
    {
        if (!ReferTo.TryParse(value, out var target) || target.Method != SipMethod.Invite || target.Uri.User.IsEmpty) return null;
        Span<byte> scratch = stackalloc byte[ReplacesLimit];
        var replaced = target.TryGetReplaces(scratch, out var replaces) ? DialogName.From(replaces) : null;
        return new ReferTarget(UserOf(target.Uri), replaced);
    }

    /// <summary>The user part of a URI, unescaped; at most its first 256 bytes.</summary>
    public static string UserOf(in SipUri uri)
    {
        Span<byte> user = stackalloc byte[Math.Min(uri.User.Length, 256)];
        var length = UriEscapes.Unescape(uri.User[..user.Length], user);
        return Encoding.UTF8.GetString(user[..length]);
    }
}

/// <summary>A dialog as Replaces names it, seen from us: the To tag is ours (RFC 3891 §3).</summary>
internal sealed record DialogName(byte[] CallId, byte[] LocalTag, byte[] RemoteTag, bool EarlyOnly)
{
    public static DialogName From(in Replaces replaces) =>
        new(replaces.CallId.ToArray(), replaces.ToTag.ToArray(), replaces.FromTag.ToArray(), replaces.EarlyOnly);
}
