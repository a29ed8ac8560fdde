namespace Softswitch.Sdk.Build;

/// <summary>Assemblies that are the switch's, and of which a plugin must not bring a copy.</summary>
internal static class HostAssemblies
{
    private static readonly string[] Names =
    [
        "softswitch", "Softswitch.Net", "Softswitch.Sip", "Softswitch.Media", "Softswitch.Dialplan", "Softswitch.Plugins", "Softswitch.Kernel",
        "Softswitch.Sdk", "Softswitch.Sdk.Generators", "Softswitch.Sdk.Build", "Softswitch.Sdk.Testing",
    ];

    /// <summary>Those that lie in a folder or below it.</summary>
    public static IEnumerable<string> FindIn(string folder) => Directory
        .EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories)
        .Where(file => Names.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase));
}
