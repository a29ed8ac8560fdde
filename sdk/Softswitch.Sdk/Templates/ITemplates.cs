namespace Softswitch.Sdk;

/// <summary>Texts with holes (Handlebars: <c>Dear {{name}}</c>), for mails, phone configurations and HTTP bodies. Logic-less, so that tenants may write them.</summary>
public interface ITemplates
{
    /// <summary>Fills a template.</summary>
    /// <param name="template">The template, at most 256 KB; the same text is compiled once.</param>
    /// <param name="values">Text, numbers, lists and dictionaries of the like, nested 16 deep at most.</param>
    /// <returns>The text, at most 1 MB; values are escaped for HTML unless the template has three braces.</returns>
    /// <exception cref="FormatException">The template cannot be read; the message has the line.</exception>
    string Render(string template, IReadOnlyDictionary<string, object?> values);
}
