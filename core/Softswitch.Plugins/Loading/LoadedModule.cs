using System.Reflection;
using System.Runtime.CompilerServices;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Loading;

/// <summary>A plugin's code, loaded into a context of its own, and what it offers.</summary>
internal sealed class LoadedModule
{
    private const int MostReported = 20;
    private PluginLoadContext? _context;
    private PluginModule? _module;

    private LoadedModule(PluginLoadContext context, PluginModule module)
    {
        _context = context;
        _module = module;
    }

    /// <summary>What it offers.</summary>
    /// <exception cref="ObjectDisposedException">It was unloaded.</exception>
    public PluginModule Module => _module ?? throw new ObjectDisposedException(nameof(LoadedModule));

    /// <summary>Loads a plugin and makes its module.</summary>
    /// <param name="plugin">The unpacked plugin, inspected already.</param>
    /// <param name="name">Name of the context: <c>ivr@1.4.0#2</c>.</param>
    /// <param name="isCollectible">Whether it is to be unloaded one day.</param>
    /// <param name="log">What was looked for.</param>
    /// <exception cref="PluginLoadException">It cannot be loaded, or is not what its manifest says.</exception>
    public static LoadedModule Load(PluginFolder plugin, string name, bool isCollectible, ResolutionLog log)
    {
        var context = new PluginLoadContext(name, plugin.Assembly, isCollectible, log);
        try
        {
            // For libraries that look types up by text.
            using (context.EnterContextualReflection())
            {
                var assembly = context.LoadFromAssemblyPath(plugin.Assembly);
                CheckTypes(assembly, plugin.Manifest);
                return new LoadedModule(context, Create(assembly, plugin.Manifest));
            }
        }
        catch (Exception e)
        {
            var problem = e as PluginLoadException ?? new PluginLoadException(PluginProblemCodes.Load, $"{name} cannot be loaded: {PluginError.Of(e)}");
            if (isCollectible) context.Unload();
            throw problem;
        }
    }

    /// <summary>Has its methods compiled, so that the first call does not wait for it: code compiled ahead is not used in contexts that can be unloaded.</summary>
    public void Warm()
    {
        foreach (var type in Module.GetType().Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (method is { IsAbstract: false, ContainsGenericParameters: false } && !method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)) RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    /// <summary>Drops all that is held of it, and unloads it where that can be. Synchronous and not inlined: nothing of the plugin may be on the stack.</summary>
    /// <returns>What tells whether it is still in memory; null where it cannot be unloaded.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference? Unload()
    {
        var context = _context;
        _module = null;
        _context = null;
        if (context is not { IsCollectible: true }) return null;
        context.Unload();
        return new WeakReference(context, trackResurrection: true);
    }

    /// <summary>Asks for all types once, so that what is missing is said now, one by one, and not in the middle of a call.</summary>
    private static void CheckTypes(Assembly assembly, PluginManifest manifest)
    {
        try
        {
            _ = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            var reasons = e.LoaderExceptions.Select(reason => reason?.Message).Where(reason => reason is not null).Distinct().Take(MostReported);
            throw new PluginLoadException(PluginProblemCodes.Load, $"{manifest.Origin} has types that cannot be loaded:\n  {string.Join("\n  ", reasons)}");
        }
    }

    private static PluginModule Create(Assembly assembly, PluginManifest manifest)
    {
        if (assembly.GetType(manifest.Module) is not { } type || !type.IsSubclassOf(typeof(PluginModule)))
            throw new PluginLoadException(PluginProblemCodes.Module, $"{manifest.Origin} has no class {manifest.Module} that is a {nameof(PluginModule)}");
        PluginModule module;
        try
        {
            module = (PluginModule)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException e)
        {
            throw new PluginLoadException(PluginProblemCodes.Start, $"{manifest.Origin} failed when it was started: {PluginError.Of(e.InnerException ?? e)}");
        }

        Compare(manifest, "steps", manifest.Steps.Select(step => step.Name), module.Steps.Select(step => step.Name));
        Compare(manifest, "handlers", manifest.Handlers.Select(handler => handler.Name), module.Handlers.Select(handler => handler.Name));
        Compare(manifest, "endpoints", manifest.Endpoints.Select(endpoint => endpoint.Name), module.Endpoints.Select(endpoint => endpoint.Name));
        Compare(manifest, "tasks", manifest.Tasks, module.Tasks.Select(task => task.Name));
        Compare(manifest, "presence sources", manifest.PresenceSources, module.PresenceSources.Select(source => source.Name));
        Compare(manifest, "policies", manifest.Policies, module.Policies.Select(policy => policy.Name));
        Compare(manifest, "names for plans", manifest.Points.Select(point => $"{PointKinds.WordOf(point.Kind)} {point.Name}"), PointKinds.Of(manifest.Id, module).Select(point => $"{PointKinds.WordOf(point.Kind)} {point.Name}"));
        return module;
    }

    private static void Compare(PluginManifest manifest, string what, IEnumerable<string> declared, IEnumerable<string> there)
    {
        var said = string.Join(", ", declared.Order(StringComparer.Ordinal));
        var found = string.Join(", ", there.Order(StringComparer.Ordinal));
        if (said != found) throw new PluginLoadException(PluginProblemCodes.ManifestLies, $"the manifest of {manifest.Origin} has the {what} '{said}', its code '{found}': rebuild the plugin");
    }
}
