namespace Softswitch.Sdk.Generators.Tests.Analyzers;

/// <summary>What is said of steps, options and other extension points that cannot be what they are declared as.</summary>
public sealed class ContractTests
{
    private const string Run = "public override ValueTask<Outcome> RunAsync(ICall call, {0} options, CancellationToken hangup) => new(Outcome.Done);";

    public static TheoryData<string, string, string> Wrong => new()
    {
        // Steps.
        { "SSW1001", Step("[Step(\"VipGate\")]"), "lower-case words joined by hyphens: 'a'" },
        { "SSW1001", Step("[Step(\"\")]"), "'' is no name" },
        { "SSW1002", Step("[Step(\"a\", \"noAnswer\")]"), "'no-answer'" },
        { "SSW1002", Step("[Step(\"a\", \"busy\", \"busy\")]"), "twice" },
        { "SSW1002", Step("[Step(\"a\", \"error\")]"), "without declaring it" },
        { "SSW1002", Step("[Step(\"a\", \"default\")]"), "meaning of its own" },
        { "SSW1004", "[Step(\"a\")] public sealed class A;", "derive it from CallStep<TOptions>" },
        { "SSW1004", Step("[Step(\"a\")]").Replace("sealed", "abstract", StringComparison.Ordinal), "abstract" },
        { "SSW1004", "/// <summary>A.</summary>\n[Step(\"a\")] public sealed class A<T> : CallStep<EmptyOptions> { " + Runs("EmptyOptions") + " }", "generic" },
        { "SSW1004", "public static class Outer { [Step(\"a\")] private sealed class A : CallStep<EmptyOptions> { " + Runs("EmptyOptions") + " } }", "public or internal" },
        { "SSW1005", Step("[Step(\"a\", OutcomePattern = \"[0-9\")]"), "no regular expression" },
        { "SSW1005", Step("[Step(\"a\", OutcomePattern = \"(a)\\\\1\")]"), "backtracking" },
        { "SSW1005", Step("[Step(\"a\", DeadlineSeconds = 0)]"), "0.1 to 86400" },
        { "SSW1005", Step("[Step(\"a\", \"busy\", EndsCall = new[] { \"bsy\" })]"), "'bsy' is none" },
        { "SSW1006", Step(""), "[Step(\"a\")]" },
        { "SSW1007", Step("[Step(\"a\")]").Replace("/// <summary>A.</summary>", "", StringComparison.Ordinal), "<summary>" },

        // Constructors.
        { "SSW1010", Step("[Step(\"a\")]", members: "public A(System.Net.Http.HttpClient client) { }"), "'HttpClient' of A is no service" },
        { "SSW1010", Step("[Step(\"a\")]", members: "public A(IServiceProvider services) { }"), "IServiceProvider" },
        { "SSW1010", Step("[Step(\"a\")]", members: "public A(string name) { }"), "'string'" },
        { "SSW1011", Step("[Step(\"a\")]", members: "public A() { } public A(Random random) { }"), "2 constructors" },
        { "SSW1011", Step("[Step(\"a\")]", members: "private A() { }"), "no constructors" },

        // Options.
        { "SSW1020", WithOptions("public sealed class O { public int X { get; init; } }"), "declare it as a record" },
        { "SSW1020", WithOptions("public sealed record O { public int X { get; set; } }"), "{ get; init; }" },
        { "SSW1020", WithOptions("public sealed record O { public O(int y) { } public int X { get; init; } }"), "constructor without parameters" },
        { "SSW1021", Option("public object X { get; init; } = 1;"), "'object'" },
        { "SSW1021", Option("public List<string> X { get; init; } = [];"), "IReadOnlyList" },
        { "SSW1021", Option("public IReadOnlyDictionary<int, string>? X { get; init; }"), "from string or such a type to these" },
        { "SSW1021", Option("public string[][] X { get; init; } = [];"), "string[][]" },
        { "SSW1021", Option("public DateTime X { get; init; }"), "'DateTime'" },
        { "SSW1021", Option("public O? X { get; init; }"), "cannot hold itself" },
        { "SSW1022", Option("[Range(1, 5)] public string X { get; init; } = \"\";"), "for numbers" },
        { "SSW1022", Option("[Range(1, 5)] public TimeSpan X { get; init; }"), "DurationRange" },
        { "SSW1022", Option("[Range(5, 1)] public int X { get; init; }"), "least is more" },
        { "SSW1022", Option("[DurationRange(\"1\", \"5s\")] public TimeSpan X { get; init; }"), "whole number and" },
        { "SSW1022", Option("[DurationRange(\"5s\", \"1s\")] public TimeSpan X { get; init; }"), "least is more" },
        { "SSW1022", Option("[DurationRange(\"1s\", \"5s\")] public int X { get; init; }"), "for TimeSpan" },
        { "SSW1022", Option("[RegularExpression(\"(?=a)\")] public string X { get; init; } = \"\";"), "backtracking" },
        { "SSW1022", Option("[AllowedValues(1, 2)] public int X { get; init; }"), "for text" },
        { "SSW1022", Option("[RefersTo(Reference.Flow)] public int X { get; init; }"), "for text" },
        { "SSW1022", Option("[KeyPattern(\"a\")] public string X { get; init; } = \"\";"), "dictionaries" },
        { "SSW1022", Option("[EmailAddress] public string X { get; init; } = \"\";"), "plans do not know it" },
        { "SSW1022", Option("[StringLength(3, MinimumLength = 5)] public string X { get; init; } = \"\";"), "least is more" },
        { "SSW1023", Option("[OptionName(\"Ring For\")] public int X { get; init; }"), "lower-case words" },
        { "SSW1023", Option("[OptionName(\"y\")] public int X { get; init; } public int Y { get; init; }"), "another option" },

        // Other extension points.
        { "SSW1030", Endpoint(""), "[HttpEndpoint(\"GET\", \"path\")]" },
        { "SSW1030", Endpoint("[HttpEndpoint(\"PATCH\", \"a\")]"), "'PATCH' is no method" },
        { "SSW1030", Endpoint("[HttpEndpoint(\"GET\", \"/a\")]"), "'/a' is no path" },
        { "SSW1030", Endpoint("[HttpEndpoint(\"GET\", \"a/../b c\")]"), "is no path" },
        { "SSW1030", "public sealed class Fair : ICallDistribution { public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => members; }", "[CallDistribution(\"fair\")]" },
        { "SSW1010", "public sealed class Loop(HttpMessageInvoker invoker) : IBackgroundTask { public ValueTask RunAsync(CancellationToken stopping) => default; } public sealed class HttpMessageInvoker;", "is no service" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_with_what_to_do(string rule, string source, string advice)
    {
        var found = Assert.Single(await Compiled.From(source).AnalyzeAsync());

        Assert.Equal(rule, found.Id);
        Assert.Contains(advice, found.GetMessage(), StringComparison.Ordinal);
        Assert.True(found.Location.IsInSource);
    }

    [Fact]
    public async Task Two_steps_of_one_name_are_found()
    {
        var found = Assert.Single(await Compiled.From(Step("[Step(\"a\")]"), Step("[Step(\"a\")]").Replace("class A", "class B", StringComparison.Ordinal)).AnalyzeAsync());

        Assert.Equal(("SSW1003", "The step 'a' is declared by A too; give one of them another name"), (found.Id, found.GetMessage()));
    }

    [Fact]
    public async Task Two_endpoints_of_one_path_are_found()
    {
        var first = Endpoint("[HttpEndpoint(\"GET\", \"a\")]");

        var found = Assert.Single(await Compiled.From(first, first.Replace("class Get", "class Other", StringComparison.Ordinal)).AnalyzeAsync());

        Assert.Equal(("SSW1003", "The endpoint 'GET a' is declared by Get too; give one of them another name"), (found.Id, found.GetMessage()));
    }

    [Fact]
    public async Task What_is_wrong_with_options_that_steps_share_is_said_once()
    {
        var second = "/// <summary>B.</summary>\n[Step(\"b\")] public sealed class B : CallStep<O> { " + Runs("O") + " }";

        Assert.Single(await Compiled.From(Option("public object X { get; init; } = 1;"), second).AnalyzeAsync());
    }

    [Theory]
    [InlineData("PluginId", "Acme Gate")]
    [InlineData("PluginId", "a.b.c")]
    [InlineData("PluginId", "kernel")]
    [InlineData("PluginIsolation", "thread")]
    public async Task A_property_of_the_project_is_checked(string property, string value)
    {
        var found = Assert.Single(await Compiled.With(new() { [property] = value }, Step("[Step(\"a\")]")).AnalyzeAsync());

        Assert.Equal("SSW1040", found.Id);
        Assert.Contains(value, found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_to_a_part_of_the_switch_is_found()
    {
        var plugin = Compiled.From(Step("[Step(\"a\")]")).Referencing("Softswitch.Dialplan");

        Assert.Equal("SSW1041", Assert.Single(await plugin.AnalyzeAsync()).Id);
    }

    [Fact]
    public void A_class_with_errors_is_left_out_and_the_others_are_not()
    {
        var plugin = Compiled.From(Step("[Step(\"Bad\")]"), Step("[Step(\"good\")]").Replace("class A", "class B", StringComparison.Ordinal));

        Assert.Equal("good", Assert.Single(plugin.Load().Steps).Name);
    }

    private static string Step(string attribute, string options = "EmptyOptions", string members = "") =>
        $"/// <summary>A.</summary>\n{attribute} public sealed class A : CallStep<{options}> {{ {members} {Runs(options)} }}";

    private static string WithOptions(string options) => Step("[Step(\"a\")]", "O") + "\n" + options;

    private static string Option(string property) => WithOptions($"public sealed record O {{ {property} }}");

    private static string Endpoint(string attribute) =>
        attribute + " public sealed class Get : IHttpEndpoint { public ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation) => new(HttpReply.Of(200)); }";

    private static string Runs(string options) => Run.Replace("{0}", options, StringComparison.Ordinal);
}
