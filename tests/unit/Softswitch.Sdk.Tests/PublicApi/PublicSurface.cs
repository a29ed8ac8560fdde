using System.Reflection;
using System.Runtime.CompilerServices;

namespace Softswitch.Sdk.Tests.PublicApi;

/// <summary>What an assembly lets others see, one line a member, so that a change of it is a change of lines.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The lines, sorted.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(type => Members(type).Prepend(Declaration(type))).Order(StringComparer.Ordinal)];

    private static string Declaration(Type type)
    {
        var kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : (type.IsAbstract, type.IsSealed) switch { (true, true) => "static class", (true, false) => "abstract class", (false, true) => "sealed class", _ => "class" };
        IEnumerable<string> bases = type.IsEnum ? [] : Interfaces(type).Select(TypeNames.Of).Order(StringComparer.Ordinal);
        if (type.BaseType is { } ancestor && !type.IsEnum && ancestor != typeof(object) && ancestor != typeof(ValueType)) bases = bases.Prepend(TypeNames.Of(ancestor));
        if (type.GetMethod("<Clone>$") is not null) kind = kind.Replace("class", "record", StringComparison.Ordinal);
        var list = string.Join(", ", bases);
        return $"{TypeNames.Of(type)} = {kind}{(list.Length > 0 ? " : " + list : "")}{TypeNames.Constraints(type)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        var prefix = TypeNames.Of(type) + ".";
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"{prefix}{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        return
        [
            .. type.GetConstructors(Own).Where(IsVisible).Select(one => $"{prefix}{TypeNames.Simple(type)}({Signatures.Parameters(one)})"),
            .. type.GetFields(Own).Where(one => one.IsPublic || one.IsFamily).Select(one => $"{prefix}{one.Name}{(one.IsStatic ? " static" : "")} -> {Signatures.Nullable(one)}"),
            .. type.GetProperties(Own).Where(one => !IsGenerated(one)).Select(one => Property(prefix, one)).OfType<string>(),
            .. type.GetEvents(Own).Select(one => $"{prefix}{one.Name} event -> {TypeNames.Of(one.EventHandlerType!)}"),
            .. type.GetMethods(Own).Where(one => IsVisible(one) && !IsGenerated(one) && (!one.IsSpecialName || one.Name.StartsWith("op_", StringComparison.Ordinal))).Select(one =>
                $"{prefix}{one.Name}{TypeNames.Arguments(one)}({Signatures.Parameters(one)}){Modifiers(one)} -> {Signatures.Nullable(one.ReturnParameter)}{TypeNames.Constraints(one)}"),
        ];
    }

    private static string? Property(string prefix, PropertyInfo property)
    {
        var getter = property.GetMethod is { } get && IsVisible(get) ? "get; " : "";
        var setter = property.SetMethod is { } set && IsVisible(set) ? (Signatures.IsInit(set) ? "init; " : "set; ") : "";
        if (getter.Length + setter.Length == 0) return null;
        var index = property.GetIndexParameters().Length > 0 ? $"[{string.Join(", ", property.GetIndexParameters().Select(Signatures.Parameter))}]" : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? " required" : "";
        return $"{prefix}{property.Name}{index} {{ {getter}{setter}}}{Modifiers(property.GetMethod ?? property.SetMethod!)}{required} -> {Signatures.Nullable(property)}";
    }

    private static string Modifiers(MethodInfo method) =>
        (method.IsStatic ? " static" : "")
        + (method.DeclaringType!.IsInterface ? (method.IsAbstract ? "" : " default") : method.IsAbstract ? " abstract" : method.IsVirtual && !method.IsFinal ? (method.GetBaseDefinition() != method ? " override" : " virtual") : "")
        + (method.IsFamily ? " protected" : "");

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler makes of a record says nothing that its properties and constructor do not say.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name is "EqualityContract" or "<Clone>$";

    // Those of its own; what its ancestors implement is said with them.
    private static IEnumerable<Type> Interfaces(Type type) =>
        type.GetInterfaces().Where(one => one.IsPublic && !IsOfRecord(one, type)).Except(type.BaseType?.GetInterfaces() ?? []);

    private static bool IsOfRecord(Type implemented, Type type) => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IEquatable<>) && implemented.GetGenericArguments()[0] == type;
}
