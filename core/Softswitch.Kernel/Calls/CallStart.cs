using System.Text;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>What a call began with. It does not change, whatever is published or transferred meanwhile.</summary>
/// <param name="Id">The call's identifier, that of its record.</param>
/// <param name="Node">The node that carries it.</param>
/// <param name="Account">The account, in the version of its plan that the call began on.</param>
/// <param name="From">Who calls.</param>
/// <param name="Dialled">What they dialled.</param>
/// <param name="Direction">Where from and to, seen from the account.</param>
/// <param name="MaxForwards">Hops that are left to it: a call that comes round to us again and again ends (RFC 3261 §8.1.1.6).</param>
internal sealed record CallStart(
    Guid Id, string Node, Account Account, Party From, string Dialled, CallDirection Direction, int MaxForwards);

/// <summary>Somebody in a call, as the others see them.</summary>
/// <param name="Number">Extension or telephone number; the user part of an address outside.</param>
/// <param name="Name">Display name, or null.</param>
/// <param name="Extension">The account's extension, or null for somebody outside.</param>
/// <param name="Uri">Address of somebody outside, or null.</param>
internal sealed record Party(string Number, string? Name, Extension? Extension, string? Uri)
{
    /// <summary>As plans see them.</summary>
    public CallParty Public => Extension?.Public ?? new CallParty(Number, Name);

    public static Party Of(Extension extension) => new(extension.Number, extension.Name, extension, null);

    public static Party Of(string uri) =>
        SipUri.TryParse(Encoding.UTF8.GetBytes(uri), out var parsed) && !parsed.User.IsEmpty
            ? new Party(ReferTarget.UserOf(parsed), null, null, uri)
            : new Party(uri, null, null, uri);
}
