namespace Softswitch.Sdk.Generators.Tests;

public sealed class StepTests
{
    private const string Gate = """
        namespace Acme;

        /// <summary>Who gets past the gate.</summary>
        public sealed record GateOptions
        {
            /// <summary>Numbers that pass.</summary>
            public required string[] Numbers { get; init; }

            /// <summary>What is <c>asked</c> for, see <see cref="Pin"/>.</summary>
            public Prompt Prompt { get; init; } = "enter-pin";

            [DurationRange("1s", "1m")]
            public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

            [StringLength(8, MinimumLength = 4), RegularExpression("[0-9]+")]
            public string Pin { get; init; } = "2580";
        }

        /// <summary>Lets some callers pass.</summary>
        [Step("gate", "vip", "regular", UsesMedia = true, DeadlineSeconds = 1.5, EndsCall = new[] { "regular" }, OutcomePattern = "[0-9]")]
        public sealed class Gate : CallStep<GateOptions>
        {
            public override ValueTask<Outcome> RunAsync(ICall call, GateOptions options, CancellationToken hangup) => new("vip");
        }
        """;

    [Fact]
    public void A_step_has_its_entry_in_the_manifest()
    {
        var plugin = Compiled.With(new() { ["Version"] = "1.2.3", ["Description"] = "A gate", ["Authors"] = "Acme" }, Gate);

        Assert.Equal(
            """
            {"manifest":1,"id":"acme.plugin","version":"1.2.3","description":"A gate","authors":"Acme","sdk":"1.0","framework":"net10.0","assembly":"Acme.Plugin.dll",
            "module":"Softswitch.Generated.AcmePluginModule","isolation":"in-process","hotReload":true,
            "steps":[{"name":"gate","summary":"Lets some callers pass.","outcomes":["vip","regular"],"outcomePattern":"[0-9]","endsCall":["regular"],"usesMedia":true,"deadline":"1500ms",
            "options":{"type":"object","properties":{
            "numbers":{"type":"array","items":{"type":"string","minLength":1,"maxLength":256},"description":"Numbers that pass."},
            "prompt":{"type":"string","x-softswitch":"prompt","description":"What is asked for, see Pin.","default":"enter-pin"},
            "timeout":{"type":"string","x-softswitch":"duration","x-minimum":"1s","x-maximum":"1m","default":"5s"},
            "pin":{"type":"string","minLength":4,"maxLength":8,"pattern":"^(?:[0-9]+)$","default":"2580"}},
            "required":["numbers"],"additionalProperties":false,"description":"Who gets past the gate."}}]}
            """.ReplaceLineEndings(""),
            plugin.ManifestText);
    }

    [Fact]
    public void A_step_is_registered_and_its_options_are_made_of_what_the_plan_says()
    {
        var step = Assert.Single(Compiled.From(Gate).Load().Steps);

        dynamic options = step.Bind(TreeValues.Of(("numbers", new[] { "100", "101" }), ("timeout", "3s")));

        Assert.Equal("gate", step.Name);
        Assert.Equal(["100", "101"], (string[])options.Numbers);
        Assert.Equal(TimeSpan.FromSeconds(3), (TimeSpan)options.Timeout);
        Assert.Equal("2580", (string)options.Pin);
        Assert.Equal("enter-pin", ((Prompt)options.Prompt).ToString());
    }

    [Fact]
    public async Task A_step_runs_with_the_services_that_its_constructor_asks_for()
    {
        const string Source = """
            using Microsoft.Extensions.Logging;
            [Step("greet")]
            internal sealed class Greet(TimeProvider clock, ILogger<Greet> log, ILogger plain, Random random) : CallStep<EmptyOptions>
            {
                public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) =>
                    new(new Outcome($"{clock.GetUtcNow().Year}-{log.IsEnabled(LogLevel.Error)}-{plain is not null}-{random.Next(1)}"));
            }
            """;
        var step = Assert.Single(Compiled.From(Source).Load().Steps);

        var outcome = await step.RunAsync(new Services(), null!, step.Bind(TreeValues.Of()), default);

        Assert.Equal("1970-False-True-0", outcome.Name);
    }

    [Fact]
    public async Task A_service_that_nobody_provides_is_named()
    {
        const string Source = """
            [Step("pay")]
            public sealed class Pay(ILedger ledger) : CallStep<EmptyOptions>
            {
                public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(ledger.ToString()!);
            }
            """;
        var step = Assert.Single(Compiled.From(Source).Load().Steps);

        var missing = await Assert.ThrowsAsync<InvalidOperationException>(async () => await step.RunAsync(new Services(), null!, new EmptyOptions(), default));

        Assert.Contains("ILedger", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_stand_in_the_manifest_by_name_whatever_the_order_of_the_files()
    {
        static string Step(string name) => $$"""
            [Step("{{name}}")]
            public sealed class {{name}} : CallStep<EmptyOptions>
            {
                public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(Outcome.Done);
            }
            """;

        Assert.Equal(Compiled.From(Step("a"), Step("b")).ManifestText, Compiled.From(Step("b"), Step("a")).ManifestText);
    }

    [Fact]
    public void A_class_in_several_parts_is_one_step()
    {
        var plugin = Compiled.From("[Step(\"a\")] public sealed partial class A : CallStep<EmptyOptions>, IDisposable { public void Dispose() { } }", """
            public sealed partial class A : CallStep<EmptyOptions>
            {
                public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(Outcome.Done);
            }
            """);

        Assert.Single(plugin.Load().Steps);
    }

    [Fact]
    public void Classes_whose_names_read_alike_are_two_steps()
    {
        static string Step(string name, string type) =>
            $"[Step(\"{name}\")] public sealed class {type} : CallStep<EmptyOptions> {{ public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(Outcome.Done); }}";

        var plugin = Compiled.From("namespace One { " + Step("a", "Two_Three") + " }", "namespace One_Two { " + Step("b", "Three") + " }", "namespace One { public static class Two { " + Step("c", "Three") + " } }");

        Assert.Equal(["a", "b", "c"], plugin.Load().Steps.Select(step => step.Name));
    }

    [Fact]
    public void Where_nothing_is_offered_nothing_is_generated() =>
        Assert.Empty(Compiled.From("public sealed class Helper : IDisposable { public void Dispose() { } }").Driver.GetRunResult().GeneratedTrees);

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(TimeProvider) ? new Epoch()
            : serviceType == typeof(Microsoft.Extensions.Logging.ILogger) ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            : serviceType == typeof(Random) ? new Random(1)
            : null;
    }

    private sealed class Epoch : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
