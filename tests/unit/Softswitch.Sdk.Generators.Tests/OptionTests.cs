using System.Text.Json;

namespace Softswitch.Sdk.Generators.Tests;

/// <summary>Every kind of option, in the schema and in the code that reads it.</summary>
public sealed class OptionTests
{
    private const string Everything = """
        using System.Collections.Frozen;

        public enum Mode { RingAll, [OptionName("one-by-one")] Sequence }

        /// <summary>A member.</summary>
        public sealed record Member(string Name, [Range(1, 9)] int Priority = 5);

        public readonly record struct Window(TimeOnly From, TimeOnly To);

        public abstract record Common { public bool Quiet { get; init; } = true; }

        public sealed record Everything : Common
        {
            public bool Flag { get; init; }
            public int? Count { get; init; }
            [Range(-5L, 5L)] public long Big { get; init; } = -1;
            [Range(typeof(decimal), "0.01", "99.5")] public decimal Money { get; init; } = 1.5m;
            public double Ratio { get; init; } = 0.25;
            public TimeSpan For { get; init; } = TimeSpan.FromMinutes(90);
            public TimeOnly At { get; init; }
            public DateOnly? On { get; init; }
            public Mode Mode { get; init; } = Mode.Sequence;
            public DialTarget? To { get; init; }
            public Prompt? Say { get; init; }
            [OptionName("as")] public string? Class { get; init; }
            [AllowedValues("a", "b")] public string Letter { get; init; } = "a";
            [RefersTo(Reference.TimeZone)] public string? Zone { get; init; }
            public string Empty { get; init; } = "";
            [Length(1, 3)] public ImmutableArray<DialTarget> Targets { get; init; }
            public IReadOnlyList<Mode> Modes { get; init; } = [Mode.RingAll];
            [RegularExpression("[0-9]+")] public string[] Digits { get; init; } = ["1", "2"];
            public ImmutableArray<Member> Members { get; init; } = [];
            public Window? Hours { get; init; }
            [KeyPattern("mon|tue")] public IReadOnlyDictionary<string, string> Days { get; init; } = new Dictionary<string, string>();
            public FrozenDictionary<string, Window>? Windows { get; init; }
            public ImmutableDictionary<string, ImmutableArray<int>>? Numbers { get; init; }
            public int Computed => 1;
            public int Kept { get; private init; }
            internal int Hidden { get; init; }
        }

        /// <summary>Tries.</summary>
        [Step("try")]
        public sealed class Try : CallStep<Everything>
        {
            public override ValueTask<Outcome> RunAsync(ICall call, Everything options, CancellationToken hangup) => new(Outcome.Done);
        }
        """;

    private static readonly Lazy<Compiled> Plugin = new(() => Compiled.From(Everything));
    private static readonly Lazy<Hosting.StepRegistration> Step = new(() => Plugin.Value.Load().Steps[0]);

    [Theory]
    [InlineData("quiet", """{"type":"boolean","default":true}""")]
    [InlineData("flag", """{"type":"boolean"}""")]
    [InlineData("count", """{"type":"integer"}""")]
    [InlineData("big", """{"type":"integer","minimum":-5,"maximum":5,"default":-1}""")]
    [InlineData("money", """{"type":"number","minimum":0.01,"maximum":99.5,"default":1.5}""")]
    [InlineData("ratio", """{"type":"number","default":0.25}""")]
    [InlineData("for", """{"type":"string","x-softswitch":"duration","default":"90m"}""")]
    [InlineData("at", """{"type":"string","x-softswitch":"time"}""")]
    [InlineData("on", """{"type":"string","x-softswitch":"date"}""")]
    [InlineData("mode", """{"type":"string","enum":["ring-all","one-by-one"],"default":"one-by-one"}""")]
    [InlineData("to", """{"type":"string","x-softswitch":"target"}""")]
    [InlineData("say", """{"type":"string","x-softswitch":"prompt"}""")]
    [InlineData("as", """{"type":"string","minLength":1,"maxLength":256}""")]
    [InlineData("letter", """{"type":"string","enum":["a","b"],"default":"a"}""")]
    [InlineData("zone", """{"type":"string","minLength":1,"maxLength":256,"x-softswitch":"time-zone"}""")]
    [InlineData("empty", """{"type":"string","minLength":0,"maxLength":256,"default":""}""")]
    [InlineData("targets", """{"type":"array","items":{"type":"string","x-softswitch":"target"},"minItems":1,"maxItems":3}""")]
    [InlineData("modes", """{"type":"array","items":{"type":"string","enum":["ring-all","one-by-one"]},"default":["ring-all"]}""")]
    [InlineData("digits", """{"type":"array","items":{"type":"string","minLength":1,"maxLength":256,"pattern":"^(?:[0-9]+)$"},"default":["1","2"]}""")]
    [InlineData("members", """{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":256},"priority":{"type":"integer","minimum":1,"maximum":9,"default":5}},"required":["name"],"additionalProperties":false,"description":"A member."},"default":[]}""")]
    [InlineData("days", """{"type":"object","propertyNames":{"type":"string","minLength":1,"maxLength":256,"pattern":"^(?:mon|tue)$"},"additionalProperties":{"type":"string","minLength":1,"maxLength":256}}""")]
    [InlineData("numbers", """{"type":"object","propertyNames":{"type":"string","minLength":1,"maxLength":256},"additionalProperties":{"type":"array","items":{"type":"integer"}}}""")]
    public void An_option_has_its_schema(string key, string schema) => Assert.Equal(schema, Properties().GetProperty(key).GetRawText());

    [Fact]
    public void What_is_no_option_is_not_in_the_schema() => Assert.DoesNotContain(Properties().EnumerateObject(), property => property.Name is "computed" or "kept" or "hidden" or "class" or "equality-contract");

    [Fact]
    public void Options_that_a_plan_leaves_out_keep_their_defaults()
    {
        dynamic options = Bind();

        Assert.True((bool)options.Quiet);
        Assert.Equal(-1L, (long)options.Big);
        Assert.Equal(TimeSpan.FromMinutes(90), (TimeSpan)options.For);
        Assert.Null((string?)options.Class);
        Assert.Equal(["1", "2"], (string[])options.Digits);
        // Not even the record says anything: an empty list, and none that throws when it is looked at.
        Assert.Empty((IEnumerable<DialTarget>)options.Targets);
    }

    [Fact]
    public void Scalars_are_read()
    {
        dynamic options = Bind(
            ("quiet", "no"), ("flag", "yes"), ("count", "3"), ("big", "-4"), ("money", "2.5"), ("ratio", "0.5"), ("for", "2h"), ("at", "08:30"), ("on", "2026-12-25"),
            ("mode", "ring-all"), ("to", "ext:100"), ("say", "welcome"), ("as", "vip"), ("zone", "UTC"));

        Assert.Equal((false, true, 3, -4L), ((bool)options.Quiet, (bool)options.Flag, (int)options.Count, (long)options.Big));
        Assert.Equal((2.5m, 0.5, TimeSpan.FromHours(2)), ((decimal)options.Money, (double)options.Ratio, (TimeSpan)options.For));
        Assert.Equal((new TimeOnly(8, 30), new DateOnly(2026, 12, 25)), ((TimeOnly)options.At, (DateOnly)options.On));
        Assert.Equal(("RingAll", "ext:100", "welcome"), (options.Mode.ToString(), options.To.ToString(), options.Say.ToString()));
        Assert.Equal(("vip", "UTC"), ((string)options.Class, (string)options.Zone));
    }

    [Fact]
    public void Lists_are_read_and_one_value_is_a_list_of_one()
    {
        dynamic options = Bind(("targets", new[] { "ext:100", "911" }), ("modes", "one-by-one"), ("digits", "7"), ("members", TreeValues.Of(("name", "Ann"))));

        Assert.Equal("ext:100 911", string.Join(' ', (IEnumerable<DialTarget>)options.Targets));
        Assert.Equal("Sequence", Assert.Single((System.Collections.IEnumerable)options.Modes)!.ToString());
        Assert.Equal(["7"], (string[])options.Digits);
        Assert.Equal("Member { Name = Ann, Priority = 5 }", options.Members[0].ToString());
    }

    [Fact]
    public void Records_and_dictionaries_are_read_in_the_order_of_the_plan()
    {
        var morning = TreeValues.Of(("from", "08:00"), ("to", "12:00"));
        dynamic options = Bind(
            ("hours", morning),
            ("days", TreeValues.Of(("tue", "a"), ("mon", "b"))),
            ("windows", TreeValues.Of(("early", morning))),
            ("numbers", TreeValues.Of(("odd", new[] { "1", "3" }))),
            ("members", new[] { TreeValues.Of(("name", "Ann"), ("priority", "1")), TreeValues.Of(("name", "Bob")) }));

        Assert.Equal(new TimeOnly(12, 0), (TimeOnly)options.Hours.To);
        Assert.Equal(["tue", "mon"], ((IReadOnlyDictionary<string, string>)options.Days).Keys);
        Assert.Equal(new TimeOnly(8, 0), (TimeOnly)options.Windows.Values[0].From);
        Assert.Equal(3, (int)options.Numbers["odd"][1]);
        Assert.Equal("Ann1 Bob5", string.Join(' ', ((IEnumerable<dynamic>)options.Members).Select(member => $"{member.Name}{member.Priority}")));
    }

    [Theory]
    [InlineData("mode", "both")]
    [InlineData("count", "many")]
    [InlineData("to", "nobody")]
    public void A_value_that_cannot_be_read_is_refused(string key, string value) => Assert.Throws<FormatException>(() => { _ = Bind((key, value)); });

    private static JsonElement Properties() => Plugin.Value.Manifest.GetProperty("steps")[0].GetProperty("options").GetProperty("properties");

    private static object Bind(params (string, object)[] values) => Step.Value.Bind(TreeValues.Of(values));
}
