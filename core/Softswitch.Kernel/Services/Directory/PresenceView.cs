using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>What the extensions of one account do, from the registrations and the calls in progress.</summary>
internal sealed class PresenceView(ILocations locations, ExtensionActivity activity, string account) : IPresence
{
    /// <inheritdoc/>
    public ExtensionState this[string extension] => activity.Of(account, extension) switch
    {
        { Talking: > 0 } => ExtensionState.Busy,
        { Ringing: > 0 } => ExtensionState.Ringing,
        _ => locations.Find(account, extension).IsEmpty ? ExtensionState.Offline : ExtensionState.Idle,
    };
}
