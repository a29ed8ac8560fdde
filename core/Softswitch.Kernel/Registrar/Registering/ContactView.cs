using System.Buffers.Text;
using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>A Contact of a REGISTER as it stands there.</summary>
internal ref struct ContactView
{
    private const int LongestInstance = 128;

    /// <summary>The URI.</summary>
    public SipUri Uri;

    /// <summary>Seconds asked for; null where nothing is said.</summary>
    public uint? Expires;

    /// <summary>Preference in thousandths.</summary>
    public int Q;

    /// <summary>+sip.instance without quotes; empty where there is none.</summary>
    public ReadOnlySpan<byte> InstanceId;

    /// <summary>reg-id, or 0.</summary>
    public int RegId;

    /// <summary>Whether it is a flow of RFC 5626.</summary>
    public readonly bool IsFlow => RegId > 0 && !InstanceId.IsEmpty;

    /// <summary>Reads a value of Contact; false where it is none that can be registered.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ContactView contact)
    {
        contact = default;
        contact.Q = QValue.Default;
        if (!NameAddr.TryParse(value, out var address) || !address.TryGetUri(out contact.Uri) || !contact.Uri.IsSip) return false;
        foreach (var parameter in HeaderSyntax.Parameters(address.Parameters))
        {
            if (parameter.Is("expires"u8))
            {
                // What cannot be read counts as not said (RFC 3261 §10.2.1.1).
                if (HeaderSyntax.TryParseSeconds(parameter.Value, out var seconds)) contact.Expires = seconds;
            }
            else if (parameter.Is("q"u8))
            {
                if (QValue.TryParse(parameter.Value, out var q)) contact.Q = q;
            }
            else if (parameter.Is("+sip.instance"u8))
            {
                contact.InstanceId = HeaderSyntax.WithoutQuotes(parameter.Value);
                if (contact.InstanceId.Length > LongestInstance) return false;
            }
            else if (parameter.Is("reg-id"u8))
            {
                if (!Utf8Parser.TryParse(parameter.Value, out contact.RegId, out var length) || length != parameter.Value.Length || contact.RegId < 1)
                    return false;
            }
        }

        return true;
    }
}
