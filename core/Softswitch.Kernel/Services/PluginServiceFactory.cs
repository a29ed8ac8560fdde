using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Net;

namespace Softswitch.Kernel.Services;

/// <summary>All that the services of plugins are made of. Everything in it is safe from any thread.</summary>
public sealed record PluginServiceFactory
{
    /// <summary>The room each account has with a plugin that was granted no more, bytes.</summary>
    public const long DefaultQuota = KeyValueStore.DefaultQuota;

    /// <summary>The stores' database.</summary>
    public required StoreAccess Stores { get; init; }

    /// <summary>The plugins' own tables.</summary>
    public required PluginTables Tables { get; init; }

    /// <summary>The accounts in force.</summary>
    public required IAccountDirectory Accounts { get; init; }

    /// <summary>Who is asked for people by their numbers.</summary>
    public required IDirectoryLookup Directories { get; init; }

    /// <summary>Where extensions are.</summary>
    public required ILocations Locations { get; init; }

    /// <summary>What extensions do.</summary>
    public required ExtensionActivity Activity { get; init; }

    /// <summary>What presence sources say.</summary>
    public required PresenceReports Presence { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Randomness.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>Logs by category.</summary>
    public required ILoggerFactory Logs { get; init; }

    /// <summary>Currency of accounts that have no money yet, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Templates, compiled once for all.</summary>
    public required HandlebarsTemplates Templates { get; init; }

    /// <summary>The services of one account for one plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="account">The account.</param>
    /// <param name="quota">Room of its store, bytes.</param>
    public PluginServiceScope For(string plugin, string account, long quota = DefaultQuota) => new(this, plugin, account, quota);
}
