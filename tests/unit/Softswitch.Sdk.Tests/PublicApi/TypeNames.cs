using System.Reflection;

namespace Softswitch.Sdk.Tests.PublicApi;

/// <summary>Types as people write them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type; those of the framework without their namespace.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        var scope = type.DeclaringType is { } owner ? Of(owner) + "." : type.Namespace!.StartsWith("Softswitch", StringComparison.Ordinal) ? type.Namespace + "." : "";
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(argument => Variance(argument) + Of(argument)))}>" : "";
        return scope + Simple(type) + arguments;
    }

    /// <summary>Its name alone.</summary>
    public static string Simple(Type type) => type.Name.Split('`')[0];

    /// <summary>Type parameters of a method.</summary>
    public static string Arguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";

    /// <summary>What is asked of the type parameters.</summary>
    public static string Constraints(MemberInfo member)
    {
        var parameters = member is Type type ? type.GetGenericArguments() : ((MethodInfo)member).GetGenericArguments();
        return string.Concat(parameters.Select(parameter => (parameter, Asked: Constraint(parameter))).Where(one => one.Asked.Length > 0).Select(one => $" where {one.parameter.Name} : {one.Asked}"));
    }

    private static string Constraint(Type parameter)
    {
        if (!parameter.IsGenericParameter) return "";
        var asked = parameter.GetGenericParameterConstraints().Select(Of).ToList();
        if (parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) asked.Insert(0, "class");
        if (parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) asked.Add("new()");
        return string.Join(", ", asked);
    }

    private static string Variance(Type argument) =>
        !argument.IsGenericParameter ? ""
        : argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.Contravariant) ? "in "
        : argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.Covariant) ? "out "
        : "";
}
