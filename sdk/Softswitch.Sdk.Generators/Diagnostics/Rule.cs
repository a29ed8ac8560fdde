using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Diagnostics;

/// <summary>Makes rules: each has a number for ever, and a page of that name in docs/diagnostics.</summary>
internal static class Rule
{
    private const string HelpFolder = "docs/diagnostics/";

    /// <summary>A rule whose breach would break the plugin or the process.</summary>
    public static DiagnosticDescriptor Error(string id, string category, string title, string message, params string[] tags) =>
        Make(id, category, title, message, DiagnosticSeverity.Error, tags);

    /// <summary>A rule whose breach does harm that can be lived with.</summary>
    public static DiagnosticDescriptor Warning(string id, string category, string title, string message, params string[] tags) =>
        Make(id, category, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Make(string id, string category, string title, string message, DiagnosticSeverity severity, string[] tags) =>
        new(id, title, message, "Softswitch." + category, severity, isEnabledByDefault: true, helpLinkUri: HelpFolder + id + ".md", customTags: tags);
}
