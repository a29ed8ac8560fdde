using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads what the constructor of a class asks for.</summary>
internal static class ServiceReader
{
    private const string Hosting = "global::Softswitch.Sdk.Hosting.PluginServices";

    private static readonly (string Space, string Name)[] Services =
    [
        (SdkNames.Sdk, "IDirectory"), (SdkNames.Sdk, "IKeyValueStore"), (SdkNames.Sdk, "IPluginDatabase"), (SdkNames.Sdk, "ILedger"), (SdkNames.Sdk, "IPresence"),
        (SdkNames.Sdk, "ITemplates"), (SdkNames.Sdk, "ITimers"), ("System", "TimeProvider"), ("System", "Random"), (SdkNames.Logging, "ILogger"),
    ];

    /// <summary>Code that makes an object of the class out of <c>services</c>; empty where it cannot be made.</summary>
    public static string Construction(INamedTypeSymbol type, Problems problems)
    {
        var constructors = type.InstanceConstructors.Where(IsReachable).ToArray();
        if (constructors.Length != 1)
        {
            problems.Add(ContractRules.Constructors, type, type.Name, constructors.Length == 0 ? "no" : constructors.Length.ToString());
            return "";
        }

        var arguments = constructors[0].Parameters.Select(parameter => Argument(parameter, type, problems));
        return $"new {type.Qualified()}({string.Join(", ", arguments)})";
    }

    // A record's copy constructor and what only the class itself may call do not count.
    private static bool IsReachable(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && !(constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType));

    private static string Argument(IParameterSymbol parameter, INamedTypeSymbol owner, Problems problems)
    {
        if (parameter is { RefKind: RefKind.None, Type: INamedTypeSymbol type })
        {
            if (type is { IsGenericType: true, TypeArguments.Length: 1 } && type.Is(SdkNames.Logging, "ILogger")) return $"{Hosting}.Logger<{type.TypeArguments[0].Qualified()}>(services)";
            if (!type.IsGenericType && Services.Any(service => type.Is(service.Space, service.Name))) return $"{Hosting}.Get<{type.Qualified()}>(services)";
        }

        problems.Add(ContractRules.ForeignService, parameter, parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), owner.Name);
        return "default!";
    }
}
