using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads records of options.</summary>
/// <param name="problems">What is wrong with them.</param>
internal sealed class OptionsReader(Problems problems)
{
    private readonly Constraints _constraints = new(problems);
    private readonly ShapeReader _shapes = new(problems);

    /// <summary>Reads the options of a step.</summary>
    /// <param name="type">The record.</param>
    /// <param name="user">What they are the options of; problems of a record from elsewhere are shown there.</param>
    public RecordShape Read(INamedTypeSymbol type, ISymbol user) => Read(type, user, []);

    private RecordShape Read(INamedTypeSymbol type, ISymbol user, ImmutableArray<INamedTypeSymbol> within)
    {
        var place = type.Locations.Any(location => location.IsInSource) ? type : user;
        var constructor = FindConstructor(type, place);
        var options = ImmutableArray.CreateBuilder<OptionProperty>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in Properties(type))
        {
            var parameter = constructor?.Parameters.FirstOrDefault(candidate => candidate.Name == property.Name);
            if (parameter is null && !IsSettable(property)) continue;
            if (ReadOption(type, property, parameter, within.Add(type)) is not { } option) continue;
            if (!keys.Add(option.Key)) problems.Add(ContractRules.OptionName, property, option.Key, property.Name, "another option of the record has it");
            options.Add(option);
        }

        return new RecordShape(type.Qualified(), Documentation.Summary(type), options.ToImmutable());
    }

    private IMethodSymbol? FindConstructor(INamedTypeSymbol type, ISymbol place)
    {
        if (!type.IsReachable()) problems.Add(ContractRules.MutableOptions, place, type.Name, "make it public or internal, so that the plugin's module can make it");
        if (!type.IsRecord || type.IsAbstract || type.IsGenericType)
        {
            problems.Add(ContractRules.MutableOptions, place, type.Name, $"declare it as a record with init properties: public sealed record {type.Name} {{ ... }}");
            return null;
        }

        // The record's own, and not that which copies.
        var constructor = type.InstanceConstructors
            .Where(candidate => candidate.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal)
            .Where(candidate => candidate.Parameters.All(parameter => Properties(type).Any(property => property.Name == parameter.Name)))
            .OrderBy(candidate => candidate.Parameters.Length)
            .FirstOrDefault(candidate => !(type.IsValueType && candidate.IsImplicitlyDeclared && candidate.Parameters.Length == 0 && HasPrimary(type)));
        if (constructor is null) problems.Add(ContractRules.MutableOptions, place, type.Name, "give it a constructor without parameters, or one that has a property for each parameter");
        return constructor;
    }

    private static bool HasPrimary(INamedTypeSymbol type) => type.InstanceConstructors.Any(constructor => constructor.Parameters.Length > 0 && !constructor.IsImplicitlyDeclared);

    private OptionProperty? ReadOption(INamedTypeSymbol type, IPropertySymbol property, IParameterSymbol? parameter, ImmutableArray<INamedTypeSymbol> within)
    {
        if (property.SetMethod is { IsInitOnly: false }) problems.Add(ContractRules.MutableOptions, property, type.Name + "." + property.Name, "write { get; init; }");
        var key = Key(property, parameter);
        if (_shapes.Read(property, key, record => ReadNested(record, property, key, within)) is not { } shape) return null;

        shape = _constraints.Apply(property, key, shape);
        if (parameter is not null) shape = _constraints.Apply(parameter, key, shape);
        var isArgument = parameter is { HasExplicitDefaultValue: false };
        return new OptionProperty(property.Name, key, shape, isArgument ? OptionSetting.Argument : property.IsRequired ? OptionSetting.Initialiser : OptionSetting.With)
        {
            IsRequired = isArgument || property.IsRequired || property.FindAttribute(SdkNames.Annotations, "RequiredAttribute") is not null,
            MayBeUnset = property.Type.Is("System.Collections.Immutable", "ImmutableArray"),
            Summary = Documentation.Summary(property) ?? Documentation.Parameter(property.ContainingType, property.Name),
            Default = parameter is null ? DefaultReader.Read(property, shape) : DefaultReader.Read(parameter, shape),
        };
    }

    // What the record computes, or keeps to itself, is no option.
    private static bool IsSettable(IPropertySymbol property) =>
        property.SetMethod is { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal };

    private RecordShape? ReadNested(INamedTypeSymbol record, IPropertySymbol property, string key, ImmutableArray<INamedTypeSymbol> within)
    {
        if (!within.Contains(record, SymbolEqualityComparer.Default)) return Read(record, property, within);
        problems.Add(ContractRules.OptionType, property, key, record.Name, "a record cannot hold itself, however deep: a plan is written, and ends");
        return null;
    }

    private string Key(IPropertySymbol property, IParameterSymbol? parameter)
    {
        var given = property.FindAttribute(SdkNames.Sdk, "OptionNameAttribute") ?? parameter?.FindAttribute(SdkNames.Sdk, "OptionNameAttribute");
        if (given is null) return Spelling.Kebab(property.Name);
        var key = given.ConstructorArguments.Length > 0 ? given.ConstructorArguments[0].Value as string ?? "" : "";
        if (!Spelling.IsName(key)) problems.Add(ContractRules.OptionName, given, property, key, property.Name, "write lower-case words joined by hyphens");
        return key;
    }

    // Ancestors' first, as a reader of the code meets them; what a record makes for itself is left out.
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var inherited = type.BaseType is { SpecialType: SpecialType.None, IsRecord: true } ancestor ? Properties(ancestor) : [];
        var own = type.GetMembers().OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } && property.Name != "EqualityContract")
            .ToArray();
        return inherited.Where(property => own.All(mine => mine.Name != property.Name)).Concat(own);
    }
}
