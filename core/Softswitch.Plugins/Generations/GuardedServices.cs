using System.Data.Common;
using Softswitch.Dialplan.Grants;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Generations;

/// <summary>Services of which a layer has withheld some: those are there all the same, and throw what to write where, so that a plugin that can do without goes on.</summary>
internal sealed class GuardedServices(IServiceProvider services, PluginGrant grant) : IServiceProvider
{
    /// <summary>The services as the grant leaves them.</summary>
    public static IServiceProvider Of(IServiceProvider services, PluginGrant grant) => grant.IsLimited ? new GuardedServices(services, grant) : services;

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(ILedger) && grant.DenialOf(Need.Ledger) is not null) return new DeniedLedger(grant);
        if (serviceType == typeof(IPluginDatabase) && grant.DenialOf(Need.Tables) is not null) return new DeniedTables(grant);
        return services.GetService(serviceType);
    }

    private sealed class DeniedLedger(PluginGrant grant) : ILedger
    {
        public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => throw Denial;

        public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) => throw Denial;

        public ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) => throw Denial;

        public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation) => throw Denial;

        private PermissionDeniedException Denial => grant.DenialOf(Need.Ledger)!;
    }

    private sealed class DeniedTables(PluginGrant grant) : IPluginDatabase
    {
        public DbDataSource DataSource => throw grant.DenialOf(Need.Tables)!;
    }
}
