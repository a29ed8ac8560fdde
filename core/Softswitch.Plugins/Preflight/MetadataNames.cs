using System.Reflection.Metadata;

namespace Softswitch.Plugins.Preflight;

/// <summary>Full names of types, as reflection spells them: <c>Softswitch.Sdk.StepRegistration`1</c>, <c>Outer+Inner</c>.</summary>
internal static class MetadataNames
{
    // Nobody nests deeper; a damaged table may go in circles.
    private const int DeepestNesting = 32;

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle, int depth = 0)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = Full(reader, type.Namespace, type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? name : Nested(depth, () => Of(reader, outer, depth + 1), name);
    }

    public static string Of(MetadataReader reader, TypeReferenceHandle handle, int depth = 0)
    {
        var type = reader.GetTypeReference(handle);
        var name = Full(reader, type.Namespace, type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? Nested(depth, () => Of(reader, (TypeReferenceHandle)type.ResolutionScope, depth + 1), name) : name;
    }

    /// <summary>The assembly that a referenced type is said to live in, or null.</summary>
    public static string? AssemblyOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        for (var depth = 0; depth < DeepestNesting; depth++)
        {
            var scope = reader.GetTypeReference(handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference) return reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
            if (scope.Kind != HandleKind.TypeReference) return null;
            handle = (TypeReferenceHandle)scope;
        }

        return null;
    }

    private static string Nested(int depth, Func<string> outer, string name) =>
        depth < DeepestNesting ? outer() + "+" + name : throw new InvalidOperationException("types are nested in a circle");

    private static string Full(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : reader.GetString(space) + "." + reader.GetString(name);
}
