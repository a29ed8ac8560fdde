using System.Reflection.Metadata;

namespace Softswitch.Plugins.Preflight;

/// <summary>What an assembly wants of the SDK: the types and members it names, compared with those that are there.</summary>
internal static class SdkReferences
{
    /// <summary>Name of the SDK's assembly.</summary>
    public const string SdkName = "Softswitch.Sdk";

    /// <summary>The names of what is missing: <c>ICall.WhisperAsync</c>.</summary>
    public static IReadOnlyList<string> Missing(MetadataReader reader, SdkSurface sdk)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var missingTypes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeReferences)
        {
            if (MetadataNames.AssemblyOf(reader, handle) != SdkName || MetadataNames.Of(reader, handle) is not { } name || sdk.Has(name)) continue;
            missingTypes.Add(name);
            missing.Add(Short(name));
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (Parent(reader, member.Parent) is not { } type || missingTypes.Contains(type)) continue;
            var name = reader.GetString(member.Name);
            var signature = member.GetKind() == MemberReferenceKind.Method
                ? SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null))
                : member.DecodeFieldSignature(SignatureText.Instance, null);
            if (!sdk.Has(type, name, signature)) missing.Add(Described(sdk, type, name, signature));
        }

        return [.. missing];
    }

    /// <summary>The SDK's type that a member is asked of; null where it is another assembly's. Instantiated generic types count as what they are made from.</summary>
    private static string? Parent(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference) return OfSdk(reader, (TypeReferenceHandle)parent);
        if (parent.Kind != HandleKind.TypeSpecification) return null;
        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        _ = blob.ReadByte();
        var generic = blob.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? OfSdk(reader, (TypeReferenceHandle)generic) : null;
    }

    private static string? OfSdk(MetadataReader reader, TypeReferenceHandle handle) =>
        MetadataNames.AssemblyOf(reader, handle) == SdkName ? MetadataNames.Of(reader, handle) : null;

    /// <summary>A property by its own name; a member that is there with other parameters with those it is wanted with.</summary>
    private static string Described(SdkSurface sdk, string type, string name, string signature)
    {
        var written = name is ['g' or 's', 'e', 't', '_', ..] ? name[4..] : name;
        if (!sdk.HasNamed(type, name)) return Short(type) + "." + written;
        var parameters = signature[signature.IndexOf('(', StringComparison.Ordinal)..].TrimStart('(').TrimEnd(')');
        return $"{Short(type)}.{written}({string.Join(", ", parameters.Split(',').Select(Short))})";
    }

    private static string Short(string type) => string.Join('<', type.Split('<').Select(part => part[(part.LastIndexOf('.') + 1)..]));
}
