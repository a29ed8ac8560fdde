using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>A plugin made by a test: its steps as C#, everything else as a build would make it.</summary>
internal sealed class TestPlugin(string id, string version = "1.0.0")
{
    private readonly List<(string Name, string Class, string Options)> _steps = [];
    private readonly List<string> _sources = [];

    public string Id { get; } = id;

    public string Version { get; } = version;

    public string AssemblyName { get; set; } = "Plugin." + id.Replace('-', '_');

    public MetadataReference Sdk { get; set; } = Compiler.Sdk;

    public List<MetadataReference> References { get; } = [];

    public Platform Platform { get; set; } = Platform.AnyCpu;

    /// <summary>What the module has besides its steps.</summary>
    public string ModuleMembers { get; set; } = "";

    /// <summary>Changes the manifest, in the assembly and in the file.</summary>
    public Action<JsonObject> Manifest { get; set; } = _ => { };

    /// <summary>Changes the file only: a manifest that lies.</summary>
    public Action<JsonObject> ManifestFile { get; set; } = _ => { };

    /// <summary>Further files, by path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>A plugin with a step named as its id, which returns an outcome.</summary>
    public static TestPlugin Returning(string id, string outcome, string version = "1.0.0") => new TestPlugin(id, version).Step(id[(id.LastIndexOf('.') + 1)..], $"return new(\"{outcome}\");", outcome);

    /// <summary>Adds a step by the body of its RunAsync.</summary>
    public TestPlugin Step(string name, string body, params string[] outcomes) => StepWith(name, "EmptyOptions", "_ => new EmptyOptions()", body, outcomes);

    /// <summary>Adds a step with options.</summary>
    public TestPlugin StepWith(string name, string optionsClass, string bind, string body, params string[] outcomes)
    {
        var type = "Step" + _steps.Count;
        _steps.Add((name, type, $"new StepRegistration<{optionsClass}>(\"{name}\", {bind}, services => new {type}(services))"));
        var isAsync = body.Contains("await ", StringComparison.Ordinal) ? "async " : "";
        _sources.Add($$"""
            using Softswitch.Sdk; using Softswitch.Sdk.Hosting;
            namespace Made;
            public sealed class {{type}}(IServiceProvider services) : CallStep<{{optionsClass}}>
            {
                public IServiceProvider Services => services;
                public override {{isAsync}}ValueTask<Outcome> RunAsync(ICall call, {{optionsClass}} options, CancellationToken hangup)
                {
                    {{body}}
                }
            }
            """);
        var declared = new JsonArray([.. outcomes.Select(outcome => (JsonNode)outcome)]);
        var before = Manifest;
        Manifest = manifest =>
        {
            before(manifest);
            manifest["steps"]!.AsArray().Add(new JsonObject { ["name"] = name, ["summary"] = "Made by a test.", ["outcomes"] = declared.DeepClone(), ["options"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false } });
        };
        return this;
    }

    /// <summary>Adds a source file.</summary>
    public TestPlugin Source(string source)
    {
        _sources.Add(source);
        return this;
    }

    /// <summary>Makes the folder that a build would make, and gives its path.</summary>
    public string Build(string folder)
    {
        Directory.CreateDirectory(folder);
        var manifest = MakeManifest();
        Manifest(manifest);
        var carried = manifest.ToJsonString();
        ManifestFile(manifest);
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, AssemblyName + ".dll"), Compiler.Compile(AssemblyName, [.. _sources, Module(), Attributes(carried)], [Sdk, .. References], Platform));
        foreach (var (path, content) in Files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, content);
        }

        return folder;
    }

    /// <summary>Makes a package, and gives its path.</summary>
    public string Pack(string folder)
    {
        var built = Build(Path.Combine(folder, Guid.NewGuid().ToString("N")));
        var content = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(content, "plugin"));
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(built, file);
            var target = Path.Combine(content, path == "plugin.json" ? path : Path.Combine("plugin", path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var files = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(content, file)).Order(StringComparer.Ordinal);
        File.WriteAllBytes(Path.Combine(content, HashList.FileName), HashList.Of(content, files).ToJson());
        File.WriteAllText(Path.Combine(content, Id + ".nuspec"), "<package/>");
        var package = Path.Combine(folder, $"{Id}.{Version}.nupkg");
        if (File.Exists(package)) File.Delete(package);
        ZipFile.CreateFromDirectory(content, package);
        return package;
    }

    private JsonObject MakeManifest() => new()
    {
        ["manifest"] = 1,
        ["id"] = Id,
        ["version"] = Version,
        ["description"] = "Made by a test.",
        ["sdk"] = "1.0",
        ["framework"] = "net10.0",
        ["assembly"] = AssemblyName + ".dll",
        ["module"] = "Softswitch.Generated.MadeModule",
        ["hotReload"] = true,
        ["steps"] = new JsonArray(),
    };

    private string Module() => $$"""
        using Softswitch.Sdk; using Softswitch.Sdk.Hosting; using Made;
        namespace Made { internal static class Anchor; }
        namespace Softswitch.Generated
        {
            public sealed partial class MadeModule : PluginModule
            {
                public override IReadOnlyList<StepRegistration> Steps { get; } = [{{string.Join(", ", _steps.Select(step => step.Options))}}];
                {{ModuleMembers}}
            }
        }
        """;

    private static string Attributes(string manifest)
    {
        var text = new StringBuilder("[assembly: Softswitch.Sdk.Hosting.PluginManifest(").Append("\"\"\"\"\n").Append(manifest).Append("\n\"\"\"\")]");
        return text + "\n[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v10.0\")]";
    }
}
