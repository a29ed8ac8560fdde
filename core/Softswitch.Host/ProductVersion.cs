using System.Reflection;

namespace Softswitch.Host;

/// <summary>Which version this is.</summary>
internal static class ProductVersion
{
    /// <summary>SemVer: <c>0.1.0</c>.</summary>
    public static string Current => Full.Split('+')[0];

    /// <summary>SemVer, with the commit after a plus sign where it is known.</summary>
    public static string Full { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
