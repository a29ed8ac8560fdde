using Softswitch.Kernel.Accounts;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Kernel.Calls;

/// <summary>Makes the media of legs: relayed, or from phone to phone where the account says so.</summary>
/// <param name="relay">The relay.</param>
/// <param name="local">Address that streams are opened at; its port does not matter.</param>
/// <param name="advertised">Address that descriptions name: the same, or the one outside of a NAT.</param>
/// <param name="random">Session identities of descriptions.</param>
public sealed class LegMediaFactory(MediaRelay relay, NetAddress local, NetAddress advertised, IRandomSource random) : ILegMediaFactory
{
    /// <inheritdoc/>
    public ILegMedia NewLeg(Account account, uint callKey, bool throughSwitch) =>
        account.Media == MediaMode.Direct && !throughSwitch
            ? DirectMedia.Instance
            : new RelayedMedia(relay, local, advertised, callKey, random.NextUInt64());
}
