using System.Collections.Frozen;
using Softswitch.Kernel.Services;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

public sealed class HandlebarsTemplatesTests
{
    private readonly HandlebarsTemplates _templates = new(TimeProvider.System);

    public static TheoryData<string, string> Good => new()
    {
        { "Dear {{name}},", "Dear Ann &amp; Bob," },
        { "Dear {{{name}}}", "Dear Ann & Bob" },
        { "{{missing}}-{{call.missing.too}}", "-" },
        { "{{call.from}} {{call.seconds}}", "100 65" },
        { "{{#each calls}}{{@index}}:{{from}};{{/each}}", "0:100;1:101;" },
        { "{{#each numbers}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}", "1, 2, 3" },
        { "{{#each empty}}x{{else}}none{{/each}}", "none" },
        { "{{#if name}}yes{{else}}no{{/if}}{{#if missing}}yes{{else}}no{{/if}}", "yesno" },
        { "{{#with call}}{{from}} of {{../name}}{{/with}}", "100 of Ann &amp; Bob" },
        { "{{! hidden }}{{!-- {{also}} hidden --}}shown", "shown" },
        { "a {{~name~}} b", "aAnn &amp; Bobb" },
        { "{ name } }} {", "{ name } }} {" },
        { "<b>{{html}}</b>", "<b>&lt;script&gt;</b>" },
    };

    public static TheoryData<string, int> Bad => new()
    {
        { "{{> header}}", 1 },
        { "\n{{#> layout}}{{/layout}}", 2 },
        { "{{#*inline \"x\"}}{{/inline}}", 1 },
        { "{{* decorator}}", 1 },
        { "a\nb {{lookup a b}}", 2 },
        { "{{log name}}", 1 },
        { "{{log}}", 1 },
        { "{{&name}}", 1 },
        { "{{(a b)}}", 1 },
        { "{{#if (a b)}}{{/if}}", 1 },
        { "{{\"text\"}}", 1 },
        { "{{name", 1 },
        { "x\n\n{{{name}}", 3 },
        { "{{#if name}}", 1 },
        { "{{/if}}", 1 },
        { "{{#if name}}\n{{/each}}", 2 },
        { "{{else}}", 1 },
        { "{{#custom name}}{{/custom}}", 1 },
        { "{{{{raw}}}}{{{{/raw}}}}", 1 },
        { "\\{{name}}", 1 },
        { "{{}}", 1 },
        { "{{!-- never closed }}", 1 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_template_is_filled(string template, string expected) => Assert.Equal(expected, _templates.Render(template, Values()));

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_template_that_cannot_be_read_is_refused_with_its_line(string template, int line)
    {
        var refused = Assert.Throws<FormatException>(() => _templates.Render(template, Values()));

        Assert.StartsWith($"line {line}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_may_be_nested_sixteen_deep_and_no_deeper()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{{#if name}}", depth)) + "x" + string.Concat(Enumerable.Repeat("{{/if}}", depth));

        Assert.Equal("x", _templates.Render(Nested(16), Values()));
        Assert.Throws<FormatException>(() => _templates.Render(Nested(17), Values()));
        Assert.Throws<FormatException>(() => _templates.Render(Nested(20_000), Values()));
    }

    [Fact]
    public void A_template_that_is_too_long_is_refused() => Assert.Throws<FormatException>(() => _templates.Render(new string('x', (256 * 1024) + 1), Values()));

    [Fact]
    public void A_text_that_grows_without_end_is_given_up()
    {
        var values = new Dictionary<string, object?> { ["many"] = Enumerable.Range(0, 1000).ToList(), ["text"] = new string('x', 1000) };

        Assert.Throws<InvalidOperationException>(() => _templates.Render("{{#each many}}{{#each ../many}}{{../../text}}{{/each}}{{/each}}", values));
    }

    [Fact]
    public void A_template_that_takes_for_ever_without_a_word_is_given_up()
    {
        var values = new Dictionary<string, object?> { ["many"] = Enumerable.Range(0, 1000).ToList() };
        const string template = "{{#each many}}{{#each ../many}}{{#each ../../many}}{{#each ../../../many}}{{/each}}{{/each}}{{/each}}{{/each}}";
        var begun = TimeProvider.System.GetTimestamp();

        Assert.Throws<InvalidOperationException>(() => _templates.Render(template, values));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Values_that_are_no_text_are_refused_and_dates_are_text()
    {
        Assert.Throws<ArgumentException>(() => _templates.Render("{{a}}", new Dictionary<string, object?> { ["a"] = new object() }));
        Assert.Throws<ArgumentException>(() => _templates.Render("{{a}}", new Dictionary<string, object?> { ["a"] = Deep(20) }));
        Assert.Equal("1.5 2026-11-20", _templates.Render("{{a}} {{b}}", new Dictionary<string, object?> { ["a"] = 1.5m, ["b"] = new DateOnly(2026, 11, 20).ToString("o") }));

        static object Deep(int depth) => depth == 0 ? "end" : new object[] { Deep(depth - 1) };
    }

    [Fact]
    public void A_value_never_becomes_part_of_the_template() =>
        Assert.Equal("{{name}} {{&gt; x}}", _templates.Render("{{a}} {{b}}", new Dictionary<string, object?> { ["a"] = "{{name}}", ["b"] = "{{> x}}" }));

    [Fact]
    public void More_templates_than_are_kept_are_all_filled()
    {
        for (var i = 0; i < 600; i++) Assert.Equal($"{i} Ann &amp; Bob", _templates.Render(i + " {{name}}", Values()));
    }

    [Fact]
    public void Random_templates_are_filled_or_refused_and_nothing_else()
    {
        IRandomSource random = new SeededRandomSource(7);
        string[] pieces = ["{{", "}}", "{{{", "}}}", "#if ", "/if", "#each ", "/each", "name", "calls", "../", "@index", "else", "!", "--", "~", "&", ">", "*", "(", ")", "\"", "\\", " ", "\n", "x", "^", "this", "."];
        for (var i = 0; i < 3000; i++)
        {
            var template = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                _templates.Render(template, Values());
            }
            catch (FormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    private static FrozenDictionary<string, object?> Values() => new Dictionary<string, object?>
    {
        ["name"] = "Ann & Bob",
        ["html"] = "<script>",
        ["numbers"] = new[] { 1, 2, 3 },
        ["empty"] = Array.Empty<string>(),
        ["call"] = new Dictionary<string, object?> { ["from"] = "100", ["seconds"] = 65 },
        ["calls"] = new List<object?> { new Dictionary<string, string> { ["from"] = "100" }, new Dictionary<string, string> { ["from"] = "101" } },
    }.ToFrozenDictionary();
}
