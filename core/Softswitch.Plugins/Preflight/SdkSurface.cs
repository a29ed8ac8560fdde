using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Softswitch.Plugins.Preflight;

/// <summary>The types and members of the SDK that this switch carries, with their signatures.</summary>
internal sealed class SdkSurface
{
    private static readonly Lazy<SdkSurface> Own = new(() => Read(typeof(Sdk.ICall).Assembly.Location));

    // What every object has, and delegates and records get from the framework.
    private static readonly FrozenSet<string> OfObject = FrozenSet.Create(StringComparer.Ordinal, "ToString", "Equals", "GetHashCode", "GetType", "Finalize", "MemberwiseClone", "ReferenceEquals", ".ctor");

    private readonly FrozenDictionary<string, SdkType> _types;

    private SdkSurface(FrozenDictionary<string, SdkType> types, Version version)
    {
        _types = types;
        Version = version;
    }

    /// <summary>Of the SDK in this process.</summary>
    public static SdkSurface OfThisSwitch => Own.Value;

    /// <summary>Major and minor version of the SDK.</summary>
    public Version Version { get; }

    /// <summary>Reads an assembly.</summary>
    public static SdkSurface Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var types = new Dictionary<string, SdkType>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            types[MetadataNames.Of(reader, handle)] = new SdkType(Base(reader, type), Members(reader, type));
        }

        return new SdkSurface(types.ToFrozenDictionary(StringComparer.Ordinal), ProductVersion(reader));
    }

    /// <summary>Whether there is such a type.</summary>
    public bool Has(string type) => _types.ContainsKey(type);

    /// <summary>Whether a type, or one it derives from, has a member of that name and signature.</summary>
    public bool Has(string type, string member, string signature)
    {
        for (var name = type; name is not null;)
        {
            // What the framework's own classes have is not the SDK's to lose.
            if (!_types.TryGetValue(name, out var found)) return name != "System.Object" || OfObject.Contains(member);
            if (found.Members.Contains(member + " " + signature)) return true;
            name = found.Base;
        }

        return false;
    }

    /// <summary>Whether a type has a member of that name, with whatever signature.</summary>
    public bool HasNamed(string type, string member) =>
        _types.TryGetValue(type, out var found) && found.Members.Any(known => known.StartsWith(member + " ", StringComparison.Ordinal));

    private static string? Base(MetadataReader reader, TypeDefinition type) => type.BaseType.Kind switch
    {
        _ when type.BaseType.IsNil => null,
        HandleKind.TypeDefinition => MetadataNames.Of(reader, (TypeDefinitionHandle)type.BaseType),
        HandleKind.TypeReference => MetadataNames.Of(reader, (TypeReferenceHandle)type.BaseType),
        _ => Generic(reader.GetTypeSpecification((TypeSpecificationHandle)type.BaseType).DecodeSignature(SignatureText.Instance, null)),
    };

    private static string Generic(string instantiated) => instantiated.IndexOf('<', StringComparison.Ordinal) is var at and > 0 ? instantiated[..at] : instantiated;

    private static FrozenSet<string> Members(MetadataReader reader, TypeDefinition type)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
                members.Add(reader.GetString(method.Name) + " " + SignatureText.Of(method.DecodeSignature(SignatureText.Instance, null)));
        }

        foreach (var handle in type.GetFields())
        {
            var field = reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
                members.Add(reader.GetString(field.Name) + " " + field.DecodeSignature(SignatureText.Instance, null));
        }

        return members.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The assembly's version changes with a new major only; minors are in the file's version.</summary>
    private static Version ProductVersion(MetadataReader reader)
    {
        foreach (var handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (AttributeText.TryRead(reader, handle, "System.Reflection.AssemblyFileVersionAttribute", out var text) && Version.TryParse(text, out var version)) return version;
        }

        return reader.GetAssemblyDefinition().Version;
    }

    private sealed record SdkType(string? Base, FrozenSet<string> Members);
}
