using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>The handlers of plugins, as whoever runs the plugins knows them. Safe from any thread.</summary>
public interface IEventTargets
{
    /// <summary>Plugins with a handler for events of this kind that the account uses. Asked for every event of every call, where it happens: quick, and without cost where there are none.</summary>
    IReadOnlyList<string> PluginsOf(SwitchEvent happened);

    /// <summary>Has the handlers of a plugin told, in the version that is in force now. It runs the plugin's code at once, so that of the caller's thread.</summary>
    ValueTask HandleAsync(string plugin, SwitchEvent happened, CancellationToken cancellation);
}
