using HandlebarsDotNet;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>Fills templates by Handlebars, those of <see cref="TemplateText"/> only. What was compiled is kept, so much and no more. Safe from any thread.</summary>
/// <param name="clock">Time for limits.</param>
public sealed class HandlebarsTemplates(TimeProvider clock) : ITemplates
{
    private const int LongestTemplate = 256 * 1024;
    private const int MostCompiled = 256;
    private const long MostCharacters = 8 << 20;

    private readonly Lock _lock = new();
    private Generation _current = new();

    /// <inheritdoc/>
    public string Render(string template, IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(values);
        var compiled = Compiled(template);
        var limits = new TemplateLimits(clock);
        using var writer = new TemplateWriter(limits);
        var copied = new TemplateValues(limits).Copy(values);
        try
        {
            compiled(writer, copied!);
            return writer.ToString();
        }
        catch (Exception e) when (limits.Exceeded is not null || e is HandlebarsException)
        {
            throw new InvalidOperationException(limits.Exceeded ?? $"The template cannot be filled: {e.Message}", e);
        }
    }

    private HandlebarsTemplate<TextWriter, object, object> Compiled(string template)
    {
        lock (_lock)
        {
            if (_current.Templates.TryGetValue(template, out var known)) return known;
        }

        if (template.Length > LongestTemplate) throw new FormatException($"the template has {template.Length} characters; {LongestTemplate} are possible");
        TemplateText.Check(template);
        Generation generation;
        lock (_lock) generation = _current;
        HandlebarsTemplate<TextWriter, object, object> compiled;
        try
        {
            using var reader = new StringReader(template);
            compiled = generation.Engine.Compile(reader);
        }
        catch (HandlebarsException e)
        {
            throw new FormatException($"the template cannot be read: {e.Message}", e);
        }

        lock (_lock)
        {
            // The engine keeps what it has seen of names, so it goes with the templates.
            if (_current.Templates.Count >= MostCompiled || _current.Characters > MostCharacters) _current = new Generation();
            if (_current.Templates.TryAdd(template, compiled)) _current.Characters += template.Length;
        }

        return compiled;
    }

    private sealed class Generation
    {
        /// <summary>It has no file system, and no template that is let through names a partial.</summary>
        public IHandlebars Engine { get; } = Handlebars.Create(new HandlebarsConfiguration());

        public Dictionary<string, HandlebarsTemplate<TextWriter, object, object>> Templates { get; } = new(StringComparer.Ordinal);

        public long Characters { get; set; }
    }
}
