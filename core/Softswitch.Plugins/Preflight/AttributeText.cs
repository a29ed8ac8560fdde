using System.Diagnostics.CodeAnalysis;
using System.Reflection.Metadata;

namespace Softswitch.Plugins.Preflight;

/// <summary>Reads attributes whose first argument is text, out of the metadata.</summary>
internal static class AttributeText
{
    private const ushort Prolog = 1;

    /// <summary>The first argument of an attribute, where it is one of <paramref name="type"/>.</summary>
    public static bool TryRead(MetadataReader reader, CustomAttributeHandle handle, string type, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var attribute = reader.GetCustomAttribute(handle);
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference || MetadataNames.Of(reader, (TypeReferenceHandle)parent) != type) return false;
        var value = reader.GetBlobReader(attribute.Value);
        text = value.ReadUInt16() == Prolog ? value.ReadSerializedString() : null;
        return text is not null;
    }
}
