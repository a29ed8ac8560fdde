using System.Text;
using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>Which contact is which: a device's flow by instance and number (RFC 5626 §6), any other by its URI (RFC 3261 §10.3, §19.1.4).</summary>
internal static class BindingIdentity
{
    public static bool Same(Binding one, Binding other)
    {
        if (one.IsFlow != other.IsFlow) return false;
        if (one.IsFlow) return one.RegId == other.RegId && one.InstanceId == other.InstanceId;
        return SipUri.TryParse(other.Uri, out var uri) && Same(one.Uri, uri);
    }

    public static bool Same(Binding binding, in ContactView contact)
    {
        if (binding.IsFlow != contact.IsFlow) return false;
        return binding.IsFlow
            ? binding.RegId == contact.RegId && Ascii.Equals(contact.InstanceId, binding.InstanceId)
            : Same(binding.Uri, contact.Uri);
    }

    private static bool Same(byte[] known, in SipUri uri) =>
        uri.Text.SequenceEqual(known) || (SipUri.TryParse(known, out var other) && UriComparison.Same(uri, other));
}
