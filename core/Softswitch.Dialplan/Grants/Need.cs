using System.Globalization;

namespace Softswitch.Dialplan.Grants;

/// <summary>What a plugin wants to be allowed: a word, and what it is to be limited to behind a colon: <c>http.out</c>, <c>http.out: api.example</c>, <c>store: 20 MB</c>.</summary>
public static class Need
{
    /// <summary>The account's money: <see cref="Sdk.ILedger"/>.</summary>
    public const string Ledger = "ledger";

    /// <summary>Tables of its own: <see cref="Sdk.IPluginDatabase"/>.</summary>
    public const string Tables = "tables";

    /// <summary>Header fields that its SIP policies add and remove, all of them or those that begin as it says: <c>sip.headers.write: X-Acme-*</c>.</summary>
    public const string SipHeaders = "sip.headers.write";

    private const string Store = "store";
    private const string Unit = "MB";

    /// <summary>Whether who was granted the one has the other: the word alone is all of its kind, and more room is enough for less.</summary>
    public static bool Covers(string granted, string needed)
    {
        var (kind, limit) = Split(granted);
        var (neededKind, neededLimit) = Split(needed);
        if (kind != neededKind) return false;
        if (limit.Length == 0 || limit == neededLimit) return true;
        return kind == Store && Megabytes(granted) is { } most && Megabytes(needed) is { } wanted && wanted <= most;
    }

    /// <summary>Whether the switch stands between the plugin and what it is about, so that it can be kept from that alone.</summary>
    public static bool IsGuarded(string need) => Split(need).Kind is Ledger or Tables or SipHeaders;

    /// <summary>Whether who was granted this may do something: <c>X-Acme-*</c> covers <c>X-Acme-Mark</c>.</summary>
    /// <param name="granted">What was granted.</param>
    /// <param name="kind">What kind of thing it is.</param>
    /// <param name="detail">What exactly; nothing where the kind says it all.</param>
    public static bool Allows(string granted, string kind, string detail)
    {
        var (known, limit) = Split(granted);
        if (known != kind) return false;
        return limit.Length == 0 || (limit is [.. var start, '*'] ? detail.StartsWith(start, StringComparison.OrdinalIgnoreCase) : detail.Equals(limit, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Megabytes of <c>store: 20 MB</c>, 1 to 10 000; null where it is something else.</summary>
    public static int? Megabytes(string need)
    {
        var (kind, limit) = Split(need);
        if (kind != Store || !limit.EndsWith(Unit, StringComparison.Ordinal)) return null;
        return int.TryParse(limit.AsSpan(0, limit.Length - Unit.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and <= 10_000 ? megabytes : null;
    }

    private static (string Kind, string Limit) Split(string need)
    {
        var colon = need.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (need.Trim(), "") : (need[..colon].Trim(), need[(colon + 1)..].Trim());
    }
}
