using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Naming;

namespace Softswitch.Sdk.Generators.Reading;

/// <summary>Text of documentation comments in one line, for people who do not see the code.</summary>
internal static class Documentation
{
    /// <summary>The summary of a symbol, or null.</summary>
    public static string? Summary(ISymbol symbol) => Read(symbol, root => root.Element("summary"));

    /// <summary>What a positional record says of one of its parameters, or null.</summary>
    public static string? Parameter(INamedTypeSymbol record, string name) =>
        Read(record, root => root.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == name));

    private static string? Read(ISymbol symbol, Func<XElement, XElement?> find)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml)) return null;
        try
        {
            var element = find(XElement.Parse(xml));
            if (element is null) return null;
            var text = new StringBuilder();
            Append(element, text);
            return Spelling.OneLine(text.ToString()) is { Length: > 0 } line ? line : null;
        }
        catch (XmlException)
        {
            // The compiler says so by itself (CS1570).
            return null;
        }
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value);
                    break;
                case XElement { IsEmpty: true } reference:
                    text.Append(Named(reference));
                    break;
                case XElement child:
                    Append(child, text);
                    break;
            }
        }
    }

    // <see cref="P:Acme.Options.Pin"/> reads "Pin".
    private static string Named(XElement reference)
    {
        var name = reference.Attribute("cref")?.Value ?? reference.Attribute("name")?.Value ?? reference.Attribute("langword")?.Value ?? "";
        var bracket = name.IndexOfAny(['(', '{', '`']);
        if (bracket >= 0) name = name.Substring(0, bracket);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
