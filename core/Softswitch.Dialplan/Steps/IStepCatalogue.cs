namespace Softswitch.Dialplan.Steps;

/// <summary>The steps that a plan may use, as manifests declare them. Safe from any thread.</summary>
public interface IStepCatalogue
{
    /// <summary>The plugins that may be used by <paramref name="account"/>, each in the versions installed, without the kernel.</summary>
    IReadOnlyCollection<PluginType> Plugins(string account);

    /// <summary>All plugins that are installed, whoever may use them: layers above accounts name any of them, and one that was not granted is told from one that is not there.</summary>
    IReadOnlyCollection<PluginType> Installed => [];

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
}
