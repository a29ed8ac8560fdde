using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Traces;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Tests.KernelSteps;

/// <summary>Names that a directory source finds, and those it does not.</summary>
public sealed class CallerNameTests : IStepCatalogue
{
    private const string Number = "+50670000001";

    private Func<DirectoryQuery, CancellationToken, ValueTask<DirectoryEntry?>> _find = (query, _) => new(query.Number == Number ? new DirectoryEntry("Maria") : null);
    private int _asked;

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    public IReadOnlyCollection<PluginType> Installed =>
        [new PluginType("book", "1.0.0", []) { Points = [new PointType(Reference.Directory, "book.people", "book", "1.0.0")] }];

    [Theory]
    [InlineData("", "Maria")]
    [InlineData(", show-number: \"+50640001000\"", "Maria")]
    [InlineData(", show-name: Office", "Office")]
    public void Who_is_rung_is_shown_the_name_unless_the_plan_says_another(string more, string shown) => Assert.Equal([shown], Run(more).Shown);

    [Fact]
    public void A_caller_who_brings_a_name_or_no_number_is_not_looked_for()
    {
        Assert.Equal(["Mary"], Run(caller: new CallParty(Number, "Mary")).Shown);
        Assert.Equal([""], Run(caller: new CallParty("")).Shown);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public void A_source_that_fails_or_hangs_costs_a_second_and_the_name()
    {
        _find = (_, _) => throw new InvalidOperationException("out of order");
        var result = Run();
        Assert.Equal(("answered", 0), (Assert.Single(result.Trace.Entries).Outcome, result.Failures.Count));
        Assert.Equal("book.people could not be asked who calls: InvalidOperationException: out of order", Why(result));

        _find = async (_, _) => await new TaskCompletionSource<DirectoryEntry?>().Task;
        result = Run();
        Assert.Equal("book.people could not be asked who calls: no answer within 1 s", Why(result));
        Assert.Equal(TimeSpan.FromSeconds(1), result.Events.First(happened => happened.Kind == SimulatedEventKind.Rang).At);
    }

    [Fact]
    public void What_a_source_takes_outside_is_waited_for()
    {
        _find = async (_, token) =>
        {
            await Task.Run(static () => Thread.Yield(), token);
            return new DirectoryEntry("Zoë");
        };

        Assert.Equal(["Zoë"], Run().Shown);
    }

    [Fact]
    public void Whom_the_script_names_no_source_is_asked_for()
    {
        var script = new CallScript { Dialled = "1", Caller = new CallParty(Number), Directory = new Dictionary<string, string> { [Number] = "Script" } };
        Assert.Equal(["Script"], Run(script: script).Shown);
        Assert.Equal([Number], Run(script: script with { Directory = new Dictionary<string, string> { [Number] = "" } }).Shown);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public void A_replay_is_told_what_the_call_was()
    {
        var plan = Plan("");
        RecordingCall? recorder = null;
        var result = new Simulator(_ => Host()) { Wrap = call => recorder = new RecordingCall(call) }.Run(plan, new CallScript { Dialled = "1", Caller = new CallParty(Number) });
        recorder!.CallEnded(result.Record, isEndedOutside: false);
        _find = (_, _) => new((DirectoryEntry?)null);

        var (again, divergence) = new Replayer(_ => Host()).Run(plan, CallRecording.Parse(recorder.Recording!.ToJson()));

        Assert.Null(divergence);
        Assert.Equal(1, _asked);
        Assert.Equal(TraceJson.Text(result.Trace, withTimes: false), TraceJson.Text(again, withTimes: false));
    }

    [Fact]
    public void The_sources_of_the_plan_and_of_the_layers_above_it_are_all_asked()
    {
        var platform = PlanDocument.Read([new SourceFile("platform.yaml", "dialplan: 1\nlayer: platform\nuses: { book: ^1 }\n")], PlanSection.Layer);
        var layer = new PlanLanguage(this).CheckLayer(platform, "platform", null);
        Assert.True(layer is not null, string.Join('\n', platform.Findings.All));
        var own = PlanDocument.Read([new SourceFile("a.yaml", "dialplan: 1\naccount: a\n")], PlanSection.Language);

        Assert.Equal(["book.people"], new PlanLanguage(this).Check(own, new Dictionary<string, YamlText?>(), layer)!.Directories.Select(source => source.Name));
        Assert.Equal(["book.people"], Plan("").Directories.Select(source => source.Name));
    }

    private static string Why(SimulationResult result) => TraceJson.Reason(result.Trace.Entries[0].Why[0]);

    private SimulationResult Run(string more = "", CallParty? caller = null, CallScript? script = null) =>
        new Simulator(_ => Host()).Run(Plan(more), script ?? new CallScript { Dialled = "1", Caller = caller ?? new CallParty(Number) });

    private Plan Plan(string more)
    {
        var document = PlanDocument.Read(
            [new SourceFile("a.yaml", $"dialplan: 1\naccount: a\nuses: {{ book: ^1 }}\nnumbers: {{ \"1\": f }}\nflows:\n  f: [ bridge: {{ to: sip:x@192.0.2.1, names: book.people{more} }} ]\n")], PlanSection.Language);
        var plan = new PlanLanguage(this).Check(document, new Dictionary<string, YamlText?>());
        Assert.True(plan is not null, string.Join('\n', document.Findings.All));
        return plan;
    }

    private ModuleStepHost Host() => new([("book", "1.0.0", new BookModule(this))], _ => NoServices.Instance);

    private sealed class BookModule(CallerNameTests tests) : PluginModule
    {
        public override IReadOnlyList<Registration<IDirectorySource>> DirectorySources => [new("people", _ => new Book(tests))];
    }

    private sealed class Book(CallerNameTests tests) : IDirectorySource
    {
        public ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation)
        {
            tests._asked++;
            return tests._find(query, cancellation);
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
