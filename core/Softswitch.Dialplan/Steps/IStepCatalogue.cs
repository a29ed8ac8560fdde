namespace Softswitch.Dialplan.Steps;

/// <summary>The steps that a plan may use, as manifests declare them. Safe from any thread.</summary>
public interface IStepCatalogue
{
    /// <summary>The plugins that may be used by <paramref name="account"/>, each in the versions installed, without the kernel.</summary>
    IReadOnlyCollection<PluginType> Plugins(string account);

    /// <summary>Whether a plugin is installed, whoever may use it: tells one that was not granted from one that is not there.</summary>
    bool IsInstalled(string plugin) => false;

    /// <summary>The kernel's own steps, which every plan may use without asking.</summary>
    IReadOnlyCollection<StepType> KernelSteps { get; }
}

/// <summary>A plugin as its manifest declares it.</summary>
/// <param name="Id">Its id: <c>time-of-day</c>, <c>acme.vip-gate</c>.</param>
/// <param name="Version">Its version, SemVer.</param>
/// <param name="Steps">Its steps.</param>
public sealed record PluginType(string Id, string Version, IReadOnlyCollection<StepType> Steps);
