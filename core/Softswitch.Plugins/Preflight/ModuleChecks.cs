using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json;
using Softswitch.Plugins.Manifests;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Preflight;

/// <summary>What is asked of a plugin's main assembly: the class that the switch looks up, and the manifest it was built with.</summary>
internal static class ModuleChecks
{
    /// <summary>Checks it.</summary>
    /// <param name="scene">The assembly.</param>
    /// <param name="manifest">The file <c>plugin.json</c>.</param>
    public static void Check(AssemblyScene scene, byte[] manifest)
    {
        var definition = scene.Reader.GetAssemblyDefinition();
        var name = scene.Reader.GetString(definition.Name);
        if (name + ".dll" != scene.Manifest.Assembly)
            scene.Add(PluginProblemCodes.ManifestLies, $"holds the assembly {name}; expected one of the file's name");
        CheckModule(scene);
        foreach (var handle in definition.GetCustomAttributes())
        {
            if (!AttributeText.TryRead(scene.Reader, handle, typeof(PluginManifestAttribute).FullName!, out var built)) continue;
            var root = ManifestReader.Parse(Encoding.UTF8.GetBytes(built), scene.Problems);
            if (root is { } one && ManifestReader.Parse(manifest, scene.Problems) is { } other && !JsonElement.DeepEquals(one, other))
                scene.Add(PluginProblemCodes.ManifestLies, $"was built with another manifest than {ManifestReader.FileName} holds: {Difference(one, other)}; rebuild the plugin");
        }
    }

    private static void CheckModule(AssemblyScene scene)
    {
        foreach (var handle in scene.Reader.TypeDefinitions)
        {
            if (MetadataNames.Of(scene.Reader, handle) != scene.Manifest.Module) continue;
            var type = scene.Reader.GetTypeDefinition(handle);
            var derives = type.BaseType.Kind == HandleKind.TypeReference && !type.BaseType.IsNil
                && MetadataNames.Of(scene.Reader, (TypeReferenceHandle)type.BaseType) == typeof(PluginModule).FullName
                && MetadataNames.AssemblyOf(scene.Reader, (TypeReferenceHandle)type.BaseType) == SdkReferences.SdkName;
            if (!derives || type.Attributes.HasFlag(TypeAttributes.Abstract) || !type.GetMethods().Any(method => IsDefaultConstructor(scene.Reader, method)))
                scene.Add(PluginProblemCodes.Module, $"has a class {scene.Manifest.Module} that is no {nameof(PluginModule)} with a constructor without parameters");
            return;
        }

        scene.Add(PluginProblemCodes.Module, $"has no class {scene.Manifest.Module}, which {ManifestReader.FileName} names");
    }

    private static bool IsDefaultConstructor(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        return reader.GetString(method.Name) == ".ctor" && method.Attributes.HasFlag(MethodAttributes.Public)
            && method.DecodeSignature(SignatureText.Instance, null).ParameterTypes.IsEmpty;
    }

    /// <summary>The first key that differs.</summary>
    private static string Difference(JsonElement built, JsonElement written)
    {
        if (built.ValueKind != JsonValueKind.Object || written.ValueKind != JsonValueKind.Object) return "one of them is no object";
        foreach (var property in built.EnumerateObject())
        {
            if (!written.TryGetProperty(property.Name, out var other)) return $"'{property.Name}' is missing";
            if (!JsonElement.DeepEquals(property.Value, other)) return $"'{property.Name}' differs";
        }

        return "it has more keys";
    }
}
