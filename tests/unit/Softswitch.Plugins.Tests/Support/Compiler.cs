using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>Compiles assemblies as their authors would, against the framework and an SDK.</summary>
internal static class Compiler
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "Microsoft.Extensions.Logging.Abstractions.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The SDK of this switch.</summary>
    public static MetadataReference Sdk { get; } = MetadataReference.CreateFromFile(typeof(ICall).Assembly.Location);

    /// <summary>Another version of the SDK: that of this repository with its sources changed.</summary>
    public static MetadataReference SdkWith(Func<string, string> change) => MetadataReference.CreateFromImage(
        Compile("Softswitch.Sdk", [.. SdkSources().Select(change), "[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")]"], []));

    // Many tests make the same plugin.
    private static readonly ConcurrentDictionary<string, byte[]> Made = new(StringComparer.Ordinal);

    /// <summary>An assembly as bytes.</summary>
    public static byte[] Compile(string name, IReadOnlyList<string> sources, IReadOnlyList<MetadataReference> references, Platform platform = Platform.AnyCpu) =>
        Made.GetOrAdd(
            string.Join('\0', sources.Append(name).Append(platform.ToString()).Concat(references.Select(reference => RuntimeHelpers.GetHashCode(reference).ToString()))),
            _ => CompileNew(name, sources, references, platform));

    private static byte[] CompileNew(string name, IReadOnlyList<string> sources, IReadOnlyList<MetadataReference> references, Platform platform)
    {
        var compilation = CSharpCompilation.Create(
            name,
            sources.Append(ImplicitUsings).Select(source => CSharpSyntaxTree.ParseText(source, Language)),
            Framework.Concat(references),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, platform: platform, allowUnsafe: true));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    private static IEnumerable<string> SdkSources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent!;
        var sdk = Path.Combine(folder.FullName, "sdk", "Softswitch.Sdk");
        return Directory.EnumerateFiles(sdk, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);
    }
}
