using System.Reflection;
using System.Runtime.Loader;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Preflight;

namespace Softswitch.Plugins.Loading;

/// <summary>
/// Where the assemblies of one generation of a plugin live. The SDK is the switch's own, the framework is the switch's, everything else comes out of the package; what is in none of them fails with a
/// report, for falling through would bind the plugin to whatever the switch happens to ship.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    // The one assembly that plugin and switch share; a test asserts that its surface mentions the framework's types only.
    private static readonly Assembly Sdk = typeof(Sdk.ICall).Assembly;

    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly ResolutionLog _log;

    public PluginLoadContext(string name, string assembly, bool isCollectible, ResolutionLog log)
        : base(name, isCollectible)
    {
        _folder = Path.GetDirectoryName(assembly)!;
        _log = log;
        try
        {
            _resolver = new AssemblyDependencyResolver(assembly);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new PluginLoadException(PluginProblemCodes.Load, $"the dependencies of {assembly} cannot be read (is its .deps.json damaged?): {e.Message}");
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var requested = $"{assemblyName.Name} {assemblyName.Version}";
        if (assemblyName.Name == SdkReferences.SdkName)
        {
            _log.Add(requested, $"shared with the switch: {Sdk.GetName().Version}", Sdk.Location);
            return Sdk;
        }

        if (FrameworkAssemblies.Has(assemblyName.Name!))
        {
            _log.Add(requested, $"the framework's: {FrameworkAssemblies.VersionOf(assemblyName.Name!)}");
            return null;
        }

        if (Contained(_resolver.ResolveAssemblyToPath(assemblyName)) is { } path)
        {
            _log.Add(requested, "the plugin's own", path);
            return LoadFromAssemblyPath(path);
        }

        if (!string.IsNullOrEmpty(assemblyName.CultureName))
        {
            // The runtime asks for each culture in turn, and takes the neutral one in the end.
            _log.Add($"{requested} {assemblyName.CultureName}", "no such translation");
            return null;
        }

        _log.Add(requested, "refused: neither shared, nor of the framework, nor in the package");

        // Where a file is said not to be found the runtime goes on in the switch's own context.
        throw new FileLoadException($"{Name} needs {requested}, which is neither in its package nor of the framework; 'softswitch plugin explain' shows what was looked for.", assemblyName.Name);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        if (Contained(_resolver.ResolveUnmanagedDllToPath(unmanagedDllName)) is { } path)
        {
            _log.Add(unmanagedDllName, "the plugin's own native library", path);
            return LoadUnmanagedDllFromPath(path);
        }

        _log.Add(unmanagedDllName, "left to the system's linker");
        return 0;
    }

    private string? Contained(string? path) => path is not null && ContainedPath.IsInside(_folder, path) ? path : null;
}
