using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Generators.Tests;

/// <summary>A plugin that was compiled in memory with the generator, as its build does it.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || name is "Softswitch.Sdk.dll" or "mscorlib.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithDocumentationMode(DocumentationMode.Parse);

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.ComponentModel.DataAnnotations;
        global using Softswitch.Sdk;
        """;

    /// <summary>Every analyzer of the SDK.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [.. typeof(PluginGenerator).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private readonly Dictionary<string, string> _properties;

    private Compiled(Compilation compilation, GeneratorDriver driver, Dictionary<string, string> properties)
    {
        Compilation = compilation;
        Driver = driver;
        _properties = properties;
    }

    public Compilation Compilation { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>Errors of the compiler, in generated code above all.</summary>
    public IReadOnlyList<string> Errors => [.. Compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];

    /// <summary>The manifest that the assembly carries.</summary>
    public JsonElement Manifest => JsonDocument.Parse(ManifestText).RootElement;

    public string ManifestText => (string)Compilation.Assembly.GetAttributes().Single(attribute => attribute.AttributeClass!.Name == nameof(PluginManifestAttribute)).ConstructorArguments[0].Value!;

    /// <summary>Compiles sources, each a file of its own, after the usings that every one may count on.</summary>
    public static Compiled From(params string[] sources) => With([], sources);

    /// <summary>The same with properties of the project.</summary>
    public static Compiled With(Dictionary<string, string> properties, params string[] sources)
    {
        var trees = sources.Prepend(Usings).Select((source, index) => CSharpSyntaxTree.ParseText(source, Parsing, $"File{index}.cs"));
        var compilation = CSharpCompilation.Create("Acme.Plugin", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new PluginGenerator().AsSourceGenerator()],
            parseOptions: Parsing,
            optionsProvider: new ProjectProperties(properties),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        Assert.Empty(diagnostics);
        return new Compiled(updated, driver, properties);
    }

    /// <summary>What all analyzers find, in the order of the source.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync()
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new ProjectProperties(_properties)), onAnalyzerException: (wrong, _, _) => throw wrong, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var found = await Compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(one => one.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(one => one.Location.SourceSpan.Start)];
    }

    /// <summary>The same with a reference to an empty assembly of that name.</summary>
    public Compiled Referencing(string assembly)
    {
        var empty = CSharpCompilation.Create(assembly, [], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        return new Compiled(Compilation.AddReferences(empty), Driver, _properties);
    }

    /// <summary>The module, from the assembly loaded into this process.</summary>
    public PluginModule Load()
    {
        Assert.Empty(Errors);
        using var image = new MemoryStream();
        Assert.True(Compilation.Emit(image).Success);
        var assembly = Assembly.Load(image.ToArray());
        return (PluginModule)Activator.CreateInstance(assembly.GetType(Manifest.GetProperty("module").GetString()!, throwOnError: true)!)!;
    }

    private sealed class ProjectProperties(Dictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(Dictionary<string, string> properties) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                const string Prefix = "build_property.";
                value = null;
                return key.StartsWith(Prefix, StringComparison.Ordinal) && properties.TryGetValue(key[Prefix.Length..], out value);
            }
        }
    }
}
