namespace Softswitch.Sdk.Generators.Tests;

public sealed class OptionTextTests
{
    private const string Step = """
        namespace Acme;

        [OptionText("[a-z]{3}(-[a-z]{3})?")]
        public readonly record struct Days(string First, string Last)
        {
            public static Days Parse(string text) => text.Length > 3 ? new(text[..3], text[4..]) : new(text, text);
        }

        public sealed record CalendarOptions
        {
            public required System.Collections.Frozen.FrozenDictionary<Days, ImmutableArray<Days>> Open { get; init; }

            public Days Shut { get; init; } = new("sat", "sun");

            public ImmutableArray<PlanFile> Files { get; init; } = [];
        }

        [Step("calendar")]
        public sealed class Calendar : CallStep<CalendarOptions>
        {
            public override ValueTask<Outcome> RunAsync(ICall call, CalendarOptions options, CancellationToken hangup) => new(Outcome.Done);
        }
        """;

    [Fact]
    public void A_type_of_the_plugin_is_read_from_text_as_a_value_and_as_a_key()
    {
        dynamic options = Assert.Single(Compiled.From(Step).Load().Steps).Bind(TreeValues.Of(
            ("open", TreeValues.Of(("mon-fri", new[] { "abc-def", "ghi" }))),
            ("shut", "sun")));

        var open = Enumerable.Single(options.Open);
        Assert.Equal("fri", open.Key.Last);
        Assert.Equal("ghi", open.Value[1].First);
        Assert.Equal("sun", options.Shut.First);
        Assert.True(options.Files.IsEmpty);
    }

    [Fact]
    public void Its_pattern_and_files_stand_in_the_schema()
    {
        var properties = Compiled.From(Step).Manifest.GetProperty("steps")[0].GetProperty("options").GetProperty("properties");

        Assert.Equal("^(?:[a-z]{3}(-[a-z]{3})?)$", properties.GetProperty("open").GetProperty("propertyNames").GetProperty("pattern").GetString());
        Assert.Equal("^(?:[a-z]{3}(-[a-z]{3})?)$", properties.GetProperty("shut").GetProperty("pattern").GetString());
        Assert.Equal("file", properties.GetProperty("files").GetProperty("items").GetProperty("x-softswitch").GetString());
    }

    [Fact]
    public void A_file_is_given_by_the_plan()
    {
        dynamic options = Assert.Single(Compiled.From(Step).Load().Steps).Bind(TreeValues.Of(("open", TreeValues.Of()), ("files", new[] { "a.ics" })));

        Assert.Equal("a.ics", options.Files[0].Path);
    }
}
