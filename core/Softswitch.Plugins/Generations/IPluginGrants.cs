using System.Collections.Immutable;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Plugins.Generations;

/// <summary>Who may use which plugin, as the platform and its resellers have configured it. Safe from any thread, and quick: asked once per call and plugin.</summary>
public interface IPluginGrants
{
    /// <summary>What an account may do with a plugin; null where it may not use it.</summary>
    PluginGrant? Find(string account, string plugin);

    /// <summary>The reseller an account belongs to, or null: its plugins reach its own accounts only.</summary>
    string? ResellerOf(string account);
}

/// <summary>What an account may do with a plugin.</summary>
/// <param name="Versions">Versions it may use; null for all.</param>
/// <param name="Permissions">Those of the manifest's <c>needs</c> that were granted.</param>
public sealed record PluginGrant(VersionRange? Versions, ImmutableArray<string> Permissions)
{
    /// <summary>All versions, no permission.</summary>
    public static PluginGrant Plain { get; } = new(null, []);
}

/// <summary>Every account may use every plugin that is no reseller's.</summary>
public sealed class OpenGrants : IPluginGrants
{
    /// <summary>The one instance.</summary>
    public static OpenGrants Instance { get; } = new();

    /// <inheritdoc/>
    public PluginGrant? Find(string account, string plugin) => PluginGrant.Plain;

    /// <inheritdoc/>
    public string? ResellerOf(string account) => null;
}
