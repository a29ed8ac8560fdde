using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Softswitch.Sdk.Testing;

/// <summary>Whether a plugin can be taken out of a running switch, which is what makes an upgrade under traffic possible.</summary>
public static class UnloadConformance
{
    private const int Times = 20;
    private const int Collections = 10;

    /// <summary>
    /// Loads the plugin twenty times, each time makes a call with it, unloads it, and looks whether it is gone from memory. What keeps it is mostly a running timer or thread, a static event,
    /// or a library that remembers types.
    /// </summary>
    /// <param name="plugin">The plugin's assembly, which is loaded from its file again.</param>
    /// <param name="dialplan">A dialplan that uses it.</param>
    /// <param name="call">Says what the people of the call do; it is given one that dials <paramref name="dials"/>.</param>
    /// <param name="dials">What is dialled.</param>
    /// <exception cref="TestFailedException">It is still there.</exception>
    public static async Task UnloadsAsync(Assembly plugin, string dialplan, string dials, Action<TestCall>? call = null)
    {
        var contexts = new List<WeakReference>();
        for (var i = 0; i < Times; i++) contexts.Add(await RunOnceAsync(plugin.Location, dialplan, dials, call));
        for (var i = 0; i < Collections && contexts.Exists(context => context.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var alive = contexts.Count(context => context.IsAlive);
        if (alive > 0) throw new TestFailedException($"{alive} of {Times} times the plugin stayed in memory after it was unloaded.");
    }

    // Not inlined, and no state machine across the unloading: nothing of the context may be left on the stack of whoever waits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunOnceAsync(string path, string dialplan, string dials, Action<TestCall>? call)
    {
        var context = new PluginContext(path);
        var reference = new WeakReference(context);
        await RunAsync(context, path, dialplan, dials, call);
        context.Unload();
        return reference;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunAsync(PluginContext context, string path, string dialplan, string dials, Action<TestCall>? prepare)
    {
        var call = TestDialplan.Load(dialplan, context.LoadFromAssemblyPath(path)).Dial(dials);
        prepare?.Invoke(call);
        await call.RunAsync();
    }

    /// <summary>The plugin and what it brings; everything else is what the test has.</summary>
    private sealed class PluginContext(string path) : AssemblyLoadContext("plugin under test", isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var isShared = Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name);
            return isShared || _resolver.ResolveAssemblyToPath(assemblyName) is not { } file ? null : LoadFromAssemblyPath(file);
        }
    }
}
