using Softswitch.Dialplan.Plans;

namespace Softswitch.Plugins.Generations;

/// <summary>The plans in force, which a new version of a plugin has to fit before it takes over. Safe from any thread.</summary>
public interface IPlansInUse
{
    /// <summary>The places in the plans of some accounts which have a plugin's steps, or something else that it offers. They are made while they are gone through, for there may be very many.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="reaches">Whether a version would be in force for the accounts of a reseller, or for those of none. Safe from any thread.</param>
    IEnumerable<StepNode> StepsOf(string plugin, Predicate<string?> reaches);

    /// <summary>The plans that use a plugin, whichever version of it, in no particular order.</summary>
    IEnumerable<PlanAsking> UsesOf(string plugin);
}

/// <summary>A plan in force that uses a plugin.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Reseller">The account's reseller, or null.</param>
/// <param name="Use">What it asks for, and where.</param>
public readonly record struct PlanAsking(string Account, string? Reseller, PlanUse Use);

/// <summary>There are no plans.</summary>
public sealed class NoPlans : IPlansInUse
{
    /// <summary>The one instance.</summary>
    public static NoPlans Instance { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<StepNode> StepsOf(string plugin, Predicate<string?> reaches) => [];

    /// <inheritdoc/>
    public IEnumerable<PlanAsking> UsesOf(string plugin) => [];
}
