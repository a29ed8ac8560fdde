using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Publishing;

namespace Softswitch.Kernel.Accounts;

/// <summary>The layers above accounts. Immutable.</summary>
/// <param name="Platform">The layer above all, or null.</param>
/// <param name="Resellers">Layers of resellers by name, each with the platform's above it.</param>
/// <param name="Source">Their files.</param>
internal sealed record AccountLayers(PlanLayer? Platform, IReadOnlyDictionary<string, PlanLayer> Resellers, PlanSource Source)
{
    /// <summary>What they are kept by among the accounts; no account can be called so.</summary>
    public const string Name = "_layers";

    /// <summary>Number of their version in the store; 0 for none.</summary>
    public int Version { get; init; }

    /// <summary>Plugins that the layers above an account of this reseller (null for none) use.</summary>
    public IReadOnlyCollection<string> PluginsOf(string? reseller) => (reseller is not null && Resellers.TryGetValue(reseller, out var layer) ? layer : Platform)?.Plugins ?? [];

    /// <summary>Which plugins accounts may use.</summary>
    /// <param name="reseller">Their reseller, or null.</param>
    public PlanGrants GrantsOf(string? reseller) => (reseller is not null && Resellers.TryGetValue(reseller, out var layer) ? layer : Platform)?.Grants ?? PlanGrants.Open;

    public static AccountLayers None { get; } = new(null, new Dictionary<string, PlanLayer>(StringComparer.Ordinal), PlanSource.Of([]));
}
