using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>What the extensions of one account do: the calls in progress know best, then what presence sources say, then the registrations.</summary>
internal sealed class PresenceView(ILocations locations, ExtensionActivity activity, Func<string, ReportedState?> reported, string account) : IPresence
{
    /// <inheritdoc/>
    public ExtensionState this[string extension] => activity.Of(account, extension) switch
    {
        { Talking: > 0 } => ExtensionState.Busy,
        { Ringing: > 0 } => ExtensionState.Ringing,
        _ => Reported(extension)?.State ?? (IsRegistered(extension) ? ExtensionState.Idle : ExtensionState.Offline),
    };

    /// <inheritdoc/>
    public bool IsOnline(string extension) => activity.Of(account, extension) is not (0, 0) || IsRegistered(extension);

    /// <inheritdoc/>
    public ReportedState? Reported(string extension) => reported(extension);

    private bool IsRegistered(string extension) => !locations.Find(account, extension).IsEmpty;
}
