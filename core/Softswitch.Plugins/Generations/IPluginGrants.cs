using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Plugins.Generations;

/// <summary>Who may use which plugin, as the platform and its resellers have configured it. Safe from any thread, and quick: asked once per call and plugin.</summary>
public interface IPluginGrants
{
    /// <summary>What an account may do with a version of a plugin.</summary>
    PluginGrant Find(string account, PluginType plugin);
}

/// <summary>There are no layers and no resellers: every account may use every plugin that is in force for all and needs nothing.</summary>
public sealed class OpenGrants : IPluginGrants
{
    /// <summary>The one instance.</summary>
    public static OpenGrants Instance { get; } = new();

    /// <inheritdoc/>
    public PluginGrant Find(string account, PluginType plugin) => PlanGrants.Open.Find(account, null, plugin);
}
