using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Writing;

/// <summary>Writes what a plugin offers besides steps.</summary>
internal static class PartWriter
{
    private const string Hosting = "global::Softswitch.Sdk.Hosting.";

    /// <summary>Code of a text.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Something that has nothing but a name.</summary>
    public static PluginPart Plain(PartKind kind, string type, string name, string contract, string construction) =>
        new(kind, type, name, Entry(name), Registration(contract, name, construction));

    /// <summary>An HTTP endpoint.</summary>
    public static PluginPart Endpoint(string type, string name, string method, string path, string construction) => new(
        PartKind.Endpoint,
        type,
        name,
        Entry(name, json => json.Text("method", method).Text("path", path)),
        Registration("global::Softswitch.Sdk.IHttpEndpoint", name, construction),
        Address: $"{method} {path}");

    /// <summary>A handler of one or more kinds of events.</summary>
    public static PluginPart Handler(string type, string name, IReadOnlyCollection<ITypeSymbol> events, string construction) => new(
        PartKind.Handler,
        type,
        name,
        Entry(name, json => json.Key("events").Array(events.Select(one => one.Name))),
        string.Join(",\n        ", events.Select(one => $"new {Hosting}HandlerRegistration<{one.Qualified()}>({Literal(name)}, static services => {construction})")));

    private static string Registration(string contract, string name, string construction) => $"new {Hosting}Registration<{contract}>({Literal(name)}, static services => {construction})";

    private static string Entry(string name, Action<JsonText>? more = null) => new JsonText().Object(json =>
    {
        json.Text("name", name);
        more?.Invoke(json);
    }).ToString();
}
