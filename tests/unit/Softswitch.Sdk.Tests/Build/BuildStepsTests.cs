using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Softswitch.Sdk.Build;

namespace Softswitch.Sdk.Tests.Build;

public sealed class BuildStepsTests : IDisposable
{
    private const string Manifest = """{"manifest":1,"id":"acme.gate","steps":[{"name":"gate","options":{"type":"object","properties":{"über":{"type":"string"}}}},{"name":"door","options":{"type":"object"}}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softswitch-sdk-build");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_manifest_and_a_schema_for_each_step_are_written_beside_the_assembly()
    {
        Assert.Equal(0, Run(errors => BuildSteps.Write(Compile(Manifest), errors), out _));

        Assert.Equal("acme.gate", Json("out/plugin.json").GetProperty("id").GetString());
        var schema = Json("out/schemas/gate.json");
        Assert.Equal(("https://json-schema.org/draft/2020-12/schema", "acme.gate"), (schema.GetProperty("$schema").GetString(), schema.GetProperty("title").GetString()));
        Assert.Equal("acme.gate.door", Json("out/schemas/door.json").GetProperty("title").GetString());
        Assert.Contains("über", File.ReadAllText(InFolder("out/schemas/gate.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_of_a_step_that_is_no_more_goes()
    {
        var assembly = Compile(Manifest);
        Directory.CreateDirectory(InFolder("out/schemas"));
        File.WriteAllText(InFolder("out/schemas/old.json"), "{}");

        Run(errors => BuildSteps.Write(assembly, errors), out _);

        Assert.Equal(["door.json", "gate.json"], Directory.GetFiles(InFolder("out/schemas")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_library_without_a_manifest_is_left_alone_and_cannot_be_packed()
    {
        var assembly = Compile(manifest: null);

        Assert.Equal(0, Run(errors => BuildSteps.Write(assembly, errors), out _));
        Assert.False(File.Exists(InFolder("out/plugin.json")));
        Assert.Equal(1, Run(errors => BuildSteps.Stage(assembly, InFolder("staged"), null, errors), out var text));
        Assert.Contains(" : error SSW1502: ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softswitch.Sdk.dll")]
    [InlineData("lib/softswitch.kernel.dll")]
    [InlineData("Softswitch.Sdk.Testing.dll")]
    public void A_part_of_the_switch_in_the_output_fails_the_build(string file)
    {
        var assembly = Compile(Manifest);
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder("out/" + file))!);
        File.WriteAllText(InFolder("out/" + file), "");

        Assert.Equal(1, Run(errors => BuildSteps.Write(assembly, errors), out var text));
        Assert.StartsWith(InFolder("out/" + file) + " : error SSW1501: ", text, StringComparison.Ordinal);
        Assert.Equal(1, Run(errors => BuildSteps.Stage(assembly, InFolder("staged"), null, errors), out _));
    }

    [Theory]
    [InlineData("no assembly")]
    [InlineData("")]
    public void A_damaged_assembly_is_an_error_and_no_exception(string content)
    {
        var file = InFolder("Damaged.dll");
        File.WriteAllText(file, content);

        Assert.Equal(1, Run(errors => BuildSteps.Write(file, errors), out var text));
        Assert.Contains(" : error SSW1503: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_assembly_is_an_error_and_no_exception() =>
        Assert.Equal(1, Run(errors => BuildSteps.Write(InFolder("None.dll"), errors), out _));

    [Fact]
    public void A_package_holds_what_was_published_with_manifest_schemas_page_and_the_hash_of_each()
    {
        var assembly = Compile(Manifest);
        Run(errors => BuildSteps.Write(assembly, errors), out _);
        Directory.CreateDirectory(InFolder("out/de"));
        File.WriteAllText(InFolder("out/de/Acme.resources.dll"), "texts");
        File.WriteAllText(InFolder("README.md"), "# Gate");
        Directory.CreateDirectory(InFolder("staged/old"));

        Assert.Equal(0, Run(errors => BuildSteps.Stage(assembly, InFolder("staged"), InFolder("README.md"), errors), out _));

        var files = Json("staged/hashes.json").GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString());
        Assert.Equal(
            ["docs/README.md", "plugin.json", "plugin/Acme.Gate.dll", "plugin/de/Acme.resources.dll", "schemas/door.json", "schemas/gate.json"],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(InFolder("staged/" + file.Key)))), file.Value));
        Assert.False(Directory.Exists(InFolder("staged/old")));
    }

    // An assembly with the attribute, as the generator would give it.
    private string Compile(string? manifest)
    {
        var source = manifest is null ? "class A;" : $"[assembly: Softswitch.Sdk.Hosting.PluginManifest({SymbolDisplay.FormatLiteral(manifest, quote: true)})]";
        var references = new[] { typeof(object).Assembly, typeof(ICall).Assembly, System.Reflection.Assembly.Load("System.Runtime") }.Select(assembly => MetadataReference.CreateFromFile(assembly.Location));
        var compilation = CSharpCompilation.Create("Acme.Gate", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var path = InFolder("out/Acme.Gate.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.True(compilation.Emit(path).Success);
        return path;
    }

    private static int Run(Func<TextWriter, int> step, out string errors)
    {
        using var writer = new StringWriter();
        var status = step(writer);
        errors = writer.ToString();
        return status;
    }

    private JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(InFolder(path))).RootElement;

    private string InFolder(string path) => Path.Combine(_folder.FullName, path);
}
