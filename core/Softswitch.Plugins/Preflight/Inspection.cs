using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Preflight;

/// <summary>Whether a plugin would run here, found out by reading its files: nothing of it is loaded. All problems come at once.</summary>
public static class Inspection
{
    /// <summary>Inspects an unpacked plugin against the SDK and the framework of this process.</summary>
    public static void Inspect(PluginFolder plugin, List<PluginProblem> problems) => Inspect(plugin, SdkSurface.OfThisSwitch, problems);

    /// <summary>Inspects an unpacked plugin against a version of the SDK.</summary>
    internal static void Inspect(PluginFolder plugin, SdkSurface sdk, List<PluginProblem> problems)
    {
        CheckManifest(plugin.Manifest, sdk, problems);
        var assemblies = Directory.GetFiles(plugin.Code, "*.dll", SearchOption.AllDirectories);
        var brought = assemblies.Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var path in assemblies)
        {
            var file = Path.GetRelativePath(plugin.Code, path);
            try
            {
                using var image = new PEReader(File.OpenRead(path));
                if (!image.HasMetadata) continue;
                var reader = image.GetMetadataReader();
                if (!reader.IsAssembly) continue;
                var scene = new AssemblyScene(plugin.Manifest, file, reader, problems);
                AssemblyChecks.Processor(scene, image);
                AssemblyChecks.Framework(scene);
                AssemblyChecks.Brought(scene);
                AssemblyChecks.References(scene, brought);
                AssemblyChecks.Members(scene, sdk);
                if (path == plugin.Assembly) ModuleChecks.Check(scene, File.ReadAllBytes(Path.Combine(plugin.Root, ManifestReader.FileName)));
            }
            catch (Exception e) when (e is BadImageFormatException or OverflowException or ArgumentException or InvalidOperationException)
            {
                problems.Add(new PluginProblem(PluginProblemCodes.Unreadable, $"{plugin.Manifest.Id}: {file} is damaged: {e.Message}"));
            }
        }
    }

    private static void CheckManifest(PluginManifest manifest, SdkSurface sdk, List<PluginProblem> problems)
    {
        var (major, minor) = manifest.Sdk;
        if (major != sdk.Version.Major || minor > sdk.Version.Minor)
            problems.Add(new PluginProblem(PluginProblemCodes.SdkVersion, $"{manifest.Origin} was built with SDK {major}.{minor}; this switch has {sdk.Version.ToString(2)} and runs what was built with {sdk.Version.Major}.0 to {sdk.Version.ToString(2)}"));
        foreach (var problem in StepTypeReader.Read(manifest.Json).Problems) problems.Add(new PluginProblem(PluginProblemCodes.ManifestValue, $"{manifest.Origin}: {problem}"));
        var framework = Version.Parse(manifest.Framework[3..]);
        if (framework.Major > Environment.Version.Major)
            problems.Add(new PluginProblem(PluginProblemCodes.Framework, $"{manifest.Origin} is built for {manifest.Framework}; this switch runs on net{Environment.Version.ToString(2)}"));
        if (manifest.Isolation == PluginIsolation.Process && (manifest.Policies.Length > 0 || manifest.Points.Any(point => !PointKinds.IsAskedApart(point.Kind))))
            problems.Add(new PluginProblem(PluginProblemCodes.Isolation, $"{manifest.Origin} has SIP policies or something that plans name beside steps (distributions, selections of carriers, tariffs, voices), which the call asks in the switch's own process: put them into a plugin with isolation in-process"));
    }
}

/// <summary>One assembly under inspection.</summary>
internal sealed record AssemblyScene(PluginManifest Manifest, string File, MetadataReader Reader, List<PluginProblem> Problems)
{
    /// <summary>Notes what is wrong with it.</summary>
    public void Add(string code, string text) => Problems.Add(new PluginProblem(code, $"{Manifest.Origin}: {File} {text}"));
}
