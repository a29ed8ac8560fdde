using System.Reflection;
using System.Text.Json;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Steps;

/// <summary>The kernel's own steps as the manifest declares them that was made when this assembly was compiled, and no plugin.</summary>
public sealed class KernelStepManifest : IStepCatalogue
{
    private KernelStepManifest() => KernelSteps = Read(typeof(KernelStepManifest).Assembly);

    /// <summary>The one there is.</summary>
    public static KernelStepManifest Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<StepType> KernelSteps { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<PluginType> Installed => [];

    private static IReadOnlyList<StepType> Read(Assembly assembly)
    {
        using var manifest = JsonDocument.Parse(assembly.GetCustomAttribute<PluginManifestAttribute>()!.Json);
        var (steps, problems) = StepTypeReader.Read(manifest.RootElement);
        return problems.Count == 0 ? steps : throw new InvalidOperationException("The kernel's own manifest is wrong: " + string.Join("; ", problems));
    }
}
