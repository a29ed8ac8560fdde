using System.Collections.Frozen;
using System.Reflection;

namespace Softswitch.Plugins.Preflight;

/// <summary>The assemblies of the framework that the switch runs on, which plugins share; the switch's own and those of its libraries are none of them.</summary>
internal static class FrameworkAssemblies
{
    private static readonly FrozenDictionary<string, string> Paths = Find();

    /// <summary>Whether it is the framework's.</summary>
    public static bool Has(string name) => Paths.ContainsKey(name);

    /// <summary>The version that is there, or null.</summary>
    public static Version? VersionOf(string name) => Paths.TryGetValue(name, out var path) ? AssemblyName.GetAssemblyName(path).Version : null;

    private static FrozenDictionary<string, string> Find()
    {
        var all = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return all.Where(path => Path.GetDirectoryName(path) != own)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
    }
}
