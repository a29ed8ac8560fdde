using System.Reflection;

namespace Softswitch.Host;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    /// <summary>SemVer, with the commit after a plus sign where it is known.</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
