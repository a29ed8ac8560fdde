using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Softswitch.Sdk.Build;

/// <summary>Reads the manifest that an assembly carries, without loading the assembly.</summary>
internal static class AssemblyManifest
{
    private const string Attribute = "PluginManifestAttribute";
    private const string Namespace = "Softswitch.Sdk.Hosting";
    private const ushort Prolog = 1;

    /// <summary>The manifest in JSON; null where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds no .NET code.</exception>
    /// <exception cref="BadImageFormatException">It is no program at all.</exception>
    public static string? Read(string path)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata) throw new InvalidDataException("it is no .NET assembly");
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsManifest(metadata, attribute.Constructor)) continue;
            var value = metadata.GetBlobReader(attribute.Value);
            if (value.ReadUInt16() == Prolog && value.ReadSerializedString() is { } json) return json;
        }

        return null;
    }

    private static bool IsManifest(MetadataReader metadata, EntityHandle constructor)
    {
        if (constructor.Kind != HandleKind.MemberReference) return false;
        var owner = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        if (owner.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)owner);
        return metadata.StringComparer.Equals(type.Name, Attribute) && metadata.StringComparer.Equals(type.Namespace, Namespace);
    }
}
