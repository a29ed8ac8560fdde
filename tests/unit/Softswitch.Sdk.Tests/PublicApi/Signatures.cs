using System.Reflection;

namespace Softswitch.Sdk.Tests.PublicApi;

/// <summary>Parameters and results as people write them, with what may be null.</summary>
internal static class Signatures
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    public static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ") : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        // Its name is used by those who name arguments, its value is compiled into those who leave it out.
        var otherwise = !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch { null => " = default", string text => $" = \"{text}\"", var value => $" = {value}" };
        return $"{direction}{Marked(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{otherwise}";
    }

    public static string Nullable(ParameterInfo result) => Marked(result.ParameterType, Nullability.Create(result));

    public static string Nullable(PropertyInfo property) => Marked(property.PropertyType, Nullability.Create(property));

    public static string Nullable(FieldInfo field) => Marked(field.FieldType, Nullability.Create(field));

    public static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static string Marked(Type type, NullabilityInfo info) =>
        TypeNames.Of(type) + (!type.IsValueType && Math.Max((int)info.ReadState, (int)info.WriteState) == (int)NullabilityState.Nullable ? "?" : "");
}
