using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;
using Softswitch.Sdk.Generators.Writing;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Reads what a class offers.</summary>
/// <param name="problems">What is wrong with it.</param>
internal sealed class PartReader(Problems problems)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];
    private static readonly Regex Path = new("^([A-Za-z0-9._-]+|\\{[a-z][a-z0-9-]*\\})(/([A-Za-z0-9._-]+|\\{[a-z][a-z0-9-]*\\}))*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    // What plans name, by an attribute that says how.
    private static readonly (PartKind Kind, string Contract, string Attribute)[] Named =
    [
        (PartKind.Distribution, "ICallDistribution", "CallDistribution"),
        (PartKind.Carriers, "ICarrierSelection", "CarrierSelection"),
        (PartKind.Charging, "ICharging", "Charging"),
        (PartKind.Voice, "ISpeechSynthesis", "SpeechSynthesis"),
        (PartKind.Directory, "IDirectorySource", "DirectorySource"),
    ];

    /// <summary>Reads a class; empty if it offers nothing, or has errors.</summary>
    public ImmutableArray<PluginPart> Read(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.IsStatic) return [];
        var parts = ImmutableArray.CreateBuilder<PluginPart>();
        if (type.FindAttribute(SdkNames.Sdk, "StepAttribute") is { } attribute)
        {
            if (new StepReader(problems).Read(type, attribute) is { } step) parts.Add(StepWriter.Write(step));
        }
        else if (!type.IsAbstract)
        {
            if (SdkNames.FindCallStep(type) is not null) problems.Add(ContractRules.StepWithoutAttribute, type, type.Name, Spelling.Kebab(type.Name));
            AddOthers(type, parts);
        }

        return problems.HasErrors ? [] : parts.ToImmutable();
    }

    private void AddOthers(INamedTypeSymbol type, ImmutableArray<PluginPart>.Builder parts)
    {
        var interfaces = type.AllInterfaces;
        var events = interfaces.Where(one => one.IsGenericType && one.Is(SdkNames.Sdk, "IEventHandler")).Select(one => one.TypeArguments[0]).ToArray();
        if (events.Length > 0) Add(PartKind.Handler, type, parts, (name, construction) => PartWriter.Handler(type.Qualified(), name, events, construction));
        if (interfaces.Any(one => one.Is(SdkNames.Sdk, "IBackgroundTask"))) Add(PartKind.Task, type, parts, Plain(PartKind.Task, type, "global::Softswitch.Sdk.IBackgroundTask"));
        if (interfaces.Any(one => one.Is(SdkNames.Sdk, "IPresenceSource"))) Add(PartKind.Presence, type, parts, Plain(PartKind.Presence, type, "global::Softswitch.Sdk.IPresenceSource"));
        if (interfaces.Any(one => one.Is(SdkNames.Sip, "ISipPolicy"))) Add(PartKind.Policy, type, parts, Plain(PartKind.Policy, type, "global::Softswitch.Sdk.Sip.ISipPolicy"));
        if (interfaces.Any(one => one.Is(SdkNames.Sdk, "IHttpEndpoint"))) AddEndpoint(type, parts);
        foreach (var (kind, contract, attribute) in Named)
        {
            if (interfaces.Any(one => one.Is(SdkNames.Sdk, contract))) AddNamed(kind, contract, attribute, type, parts);
        }
    }

    private static Func<string, string, PluginPart> Plain(PartKind kind, INamedTypeSymbol type, string contract) =>
        (name, construction) => PartWriter.Plain(kind, type.Qualified(), name, contract, construction);

    private void AddEndpoint(INamedTypeSymbol type, ImmutableArray<PluginPart>.Builder parts)
    {
        if (type.FindAttribute(SdkNames.Sdk, "HttpEndpointAttribute") is not { } attribute)
        {
            problems.Add(ContractRules.Extension, type, type.Name, "put [HttpEndpoint(\"GET\", \"path\")] on it, or make it abstract");
            return;
        }

        var (method, path) = (Text(attribute, 0), Text(attribute, 1));
        if (!Methods.Contains(method)) problems.Add(ContractRules.Extension, attribute, type, type.Name, $"'{method}' is no method for it; write GET, POST, PUT or DELETE");
        if (path.Length > 200 || !Path.IsMatch(path)) problems.Add(ContractRules.Extension, attribute, type, type.Name, $"'{path}' is no path for it; write words and {{placeholders}} joined by slashes: calls/{{id}}");
        Add(PartKind.Endpoint, type, parts, (name, construction) => PartWriter.Endpoint(type.Qualified(), name, method, path, construction));
    }

    private void AddNamed(PartKind kind, string contract, string attributeName, INamedTypeSymbol type, ImmutableArray<PluginPart>.Builder parts)
    {
        if (type.FindAttribute(SdkNames.Sdk, attributeName + "Attribute") is not { } attribute)
        {
            problems.Add(ContractRules.Extension, type, type.Name, $"put [{attributeName}(\"{Spelling.Kebab(type.Name)}\")] on it, or make it abstract");
            return;
        }

        var name = Text(attribute, 0);
        if (!Spelling.IsName(name)) problems.Add(ContractRules.Extension, attribute, type, type.Name, $"'{name}' is no name for it; write lower-case words joined by hyphens");
        Add(kind, type, parts, (_, construction) => PartWriter.Plain(kind, type.Qualified(), name, "global::Softswitch.Sdk." + contract, construction));
    }

    private void Add(PartKind kind, INamedTypeSymbol type, ImmutableArray<PluginPart>.Builder parts, Func<string, string, PluginPart> write)
    {
        if (type.IsGenericType || !type.IsReachable())
        {
            problems.Add(ContractRules.Extension, type, type.Name, $"a {kind.ToString().ToLowerInvariant()} is a public or internal class, not generic, nor nested in one that is neither");
            return;
        }

        parts.Add(write(Spelling.Kebab(type.Name), ServiceReader.Construction(type, problems)));
    }

    private static string Text(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Value as string ?? "" : "";
}
