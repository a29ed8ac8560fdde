using System.Collections.Immutable;

namespace Softswitch.Dialplan.Steps;

/// <summary>The steps that a plan may use, as manifests declare them. Safe from any thread.</summary>
public interface IStepCatalogue
{
    /// <summary>All plugins in force, each in its versions, whoever may use them, without the kernel.</summary>
    IReadOnlyCollection<PluginType> Installed { get; }

    /// <summary>A plan that was checked uses a plugin: whoever runs it may get it ready. Quick, and safe from any thread.</summary>
    /// <param name="plugin">One of those that were given.</param>
    void Expect(PluginType plugin)
    {
    }

    /// <summary>The kernel's own steps, which every plan may use without asking.</summary>
    IReadOnlyCollection<StepType> KernelSteps { get; }
}

/// <summary>A plugin as its manifest declares it.</summary>
/// <param name="Id">Its id: <c>time-of-day</c>, <c>acme.vip-gate</c>.</param>
/// <param name="Version">Its version, SemVer.</param>
/// <param name="Steps">Its steps.</param>
public sealed record PluginType(string Id, string Version, IReadOnlyCollection<StepType> Steps)
{
    /// <summary>What else it offers that plans name.</summary>
    public IReadOnlyCollection<PointType> Points { get; init; } = [];

    /// <summary>The reseller for whose accounts alone it is in force; null for everybody.</summary>
    public string? Reseller { get; init; }

    /// <summary>Whether the product comes with it.</summary>
    public bool IsInBox { get; init; }

    /// <summary>What it has to be allowed.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}
