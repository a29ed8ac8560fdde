using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Tests.Analyzers;

/// <summary>Each rule has a page, and what the page shows is so.</summary>
public sealed class PageTests
{
    // What pages count on beyond what every file has.
    private const string Surroundings = """
        global using System.Net.Http;
        global using System.Text.Json;
        global using Microsoft.Extensions.Logging;
        public sealed record Answer(int Digit);
        public static class AnswerJson
        {
            public static class Default { public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<global::Answer> Answer => null!; }
        }
        """;

    private static readonly DiagnosticDescriptor[] Every = [.. Compiled.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "diagnostics");

    public static TheoryData<string> Rules => [.. Every.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_page_with_its_title_and_severity(string id)
    {
        var rule = Every.Single(one => one.Id == id);
        var page = Page(id);

        Assert.StartsWith($"# {id}: {rule.Title}\n\n{rule.DefaultSeverity}. ", page, StringComparison.Ordinal);
        Assert.Equal($"docs/diagnostics/{id}.md", rule.HelpLinkUri);
        Assert.Contains($"| [{id}]({id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {rule.Title} |", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task What_a_page_calls_wrong_is_found_and_what_it_calls_right_is_not(string id)
    {
        if (Code(id, "## Breaks it") is not { } wrong || Code(id, "## Instead") is not { } right) return;

        Assert.Equal(id, Assert.Single((await AnalyzeAsync(wrong)).Select(found => found.Id).Distinct()));
        Assert.Empty(await AnalyzeAsync(right));
    }

    [Fact]
    public void No_number_is_given_twice() => Assert.Equal(Every.Length, Every.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public void Every_page_is_of_a_rule_or_of_the_build() => Assert.Empty(Directory.GetFiles(Folder, "SSW*.md")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(id => !id.StartsWith("SSW15", StringComparison.Ordinal))
        .Except(Every.Select(rule => rule.Id)));

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string code)
    {
        var isWhole = code.Contains("class ", StringComparison.Ordinal);
        var plugin = Compiled.From(Surroundings, isWhole ? code : $$"""
            /// <summary>Tries.</summary>
            [Step("try")]
            public sealed class Try : CallStep<EmptyOptions>
            {
                public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
                {
                    if (call.State == CallState.Answered)
                    {
            {{code}}
                    }

                    await Task.Yield();
                    return Outcome.Done;
                }
            }
            """);
        Assert.Empty(plugin.Errors);
        return await plugin.AnalyzeAsync();
    }

    // The first block of C# below a heading.
    private static string? Code(string id, string heading)
    {
        const string Fence = "```csharp\n";
        var page = Page(id);
        var start = page.IndexOf(heading + "\n" + Fence, StringComparison.Ordinal);
        if (start < 0) return null;
        start += heading.Length + 1 + Fence.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md"));
}
