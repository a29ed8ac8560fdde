using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads what the plugin's project says of it.</summary>
internal static class PluginSettingsReader
{
    /// <summary>Reads the project's properties.</summary>
    public static PluginSettings Read(AnalyzerConfigOptions options, string? assembly, string sdk)
    {
        string? Property(string name) => options.TryGetValue("build_property." + name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

        assembly ??= "Plugin";
        return new PluginSettings
        {
            Id = Property("PluginId") ?? Spelling.PluginId(assembly),
            Version = Property("Version") ?? "1.0.0",
            Description = Spelling.OneLine(Property("Description")),
            Authors = Spelling.OneLine(Property("Authors")),
            Sdk = sdk,
            Framework = Property("TargetFramework") ?? "net10.0",
            Assembly = assembly,
            Module = Spelling.ModuleName(assembly),
            Isolation = Property("PluginIsolation") ?? "in-process",
            HotReload = Property("PluginHotReload") != "false",
            Needs = string.Join(";", (Property("PluginNeeds") ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(need => need.Trim()).Where(need => need.Length > 0)),
        };
    }

    /// <summary>Major and minor of the SDK that is referenced; its assembly's own version names the major alone.</summary>
    public static string SdkVersion(Compilation compilation)
    {
        var sdk = compilation.SourceModule.ReferencedAssemblySymbols.FirstOrDefault(assembly => assembly.Name == SdkNames.Sdk);
        var information = sdk?.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass.Is("System.Reflection", "AssemblyInformationalVersionAttribute"))?.ConstructorArguments.FirstOrDefault().Value as string;
        var parts = (information ?? "").Split('.', '-', '+');
        return parts.Length >= 2 ? parts[0] + "." + parts[1] : $"{sdk?.Identity.Version.Major ?? 1}.{sdk?.Identity.Version.Minor ?? 0}";
    }
}
