using System.Collections.Concurrent;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Tests.Simulation;

/// <summary>Plugins whose step does not come back, in simulations and tests of plans.</summary>
public sealed class SimulationThreadTests : IStepCatalogue, IDisposable
{
    private const int Most = 8;
    private const string Expected = "gate at acme.yaml:5:15 did not return in 10 s; its thread is left to itself";

    private readonly ManualResetEventSlim _release = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly Hourglass _clock = new();
    private readonly Simulator _simulator;
    private readonly Plan _plan;
    private bool _blocks = true;

    public SimulationThreadTests()
    {
        _simulator = new Simulator(_ => new ModuleStepHost([("gate", "1.0.0", new GateModule(this))], _ => null!));
        var document = PlanDocument.Read([new SourceFile("acme.yaml", "dialplan: 1\naccount: acme\nuses: { gate: ^1 }\nnumbers: { \"1\": f }\nflows: { f: [ gate: {} ] }\n")], PlanSection.Language);
        _plan = new PlanLanguage(this).Check(document, new Dictionary<string, YamlText?>())!;
        Assert.Empty(document.Findings.All);
    }

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    public IReadOnlyCollection<PluginType> Installed { get; } =
        [new PluginType("gate", "1.0.0", [new StepType { Name = "gate", Plugin = "gate", PluginVersion = "1.0.0", Summary = "", Outcomes = ["done"], Options = MapSchema.Empty }])];

    public void Dispose()
    {
        _release.Set();
        _begun.Dispose();
    }

    [Fact]
    public void A_test_whose_step_blocks_is_red_with_the_steps_name_and_those_after_it_are_run()
    {
        var (file, findings) = TestFileReader.Read(new SourceFile("acme.test.yaml", "test: 1\naccount: acme\ntests:\n  first: { dials: \"1\", expect: { failures: 0 } }\n  second: { dials: \"1\", expect: { failures: 0 } }\n"), _plan);
        Assert.Empty(findings);
        using var thread = new SimulationThread(_simulator.Left, _clock);
        var runner = new TestRunner(_simulator) { Thread = thread };

        var first = RunOut(() => runner.Run(file!, file!.Tests[0], _plan));
        _blocks = false;
        var second = runner.Run(file!, file!.Tests[1], _plan);

        Assert.Equal("the test: expected an end, but it was under way: " + Expected, Assert.Single(first.Differences).ToString());
        Assert.True(second.HasPassed, string.Join("; ", second.Differences));
    }

    [Fact]
    public void A_plugin_that_has_kept_many_threads_is_not_run_until_they_come_back()
    {
        using var thread = new SimulationThread(_simulator.Left, _clock);
        for (var left = 1; left <= Most; left++)
        {
            Assert.Equal(Expected, RunOut(() => Assert.Throws<SimulationException>(() => Call(thread)).Message));
            Assert.Equal(left, _simulator.Left.Count);
        }

        Assert.Equal("gate@1.0.0 keeps too many threads of this account; it is not run until they come back", Assert.Single(Call(thread).Failures).Text);

        _blocks = false;
        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _simulator.Left.Count == 0, TimeSpan.FromSeconds(20)));
        Assert.Empty(Call(thread).Failures);
    }

    [Fact]
    public void What_is_thrown_there_comes_to_whoever_asked()
    {
        using var thread = new SimulationThread(_simulator.Left, _clock);

        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => thread.Run<int>("acme", TimeSpan.FromSeconds(10), _ => throw new InvalidOperationException("mine"))).Message);
        Assert.Throws<TimeoutException>(() => thread.Run<int>("acme", TimeSpan.FromSeconds(10), _ => throw new TimeoutException()));
    }

    private SimulationResult Call(SimulationThread thread) =>
        thread.Run("acme", TimeSpan.FromSeconds(10), progress => _simulator.Run(_plan, new CallScript { Dialled = "1" }, null, progress));

    /// <summary>Lets the time of whoever waits be over once the step has begun.</summary>
    private T RunOut<T>(Func<T> ask)
    {
        var asking = Task.Factory.StartNew(ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(_begun.Wait(TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => _clock.RunOut() && asking.IsCompleted, TimeSpan.FromSeconds(20)));
        return asking.GetAwaiter().GetResult();
    }

    private sealed class GateModule(SimulationThreadTests test) : PluginModule
    {
        public override IReadOnlyList<StepRegistration> Steps => [new StepRegistration<EmptyOptions>("gate", _ => new EmptyOptions(), _ => new Gate(test))];
    }

    private sealed class Gate(SimulationThreadTests test) : CallStep<EmptyOptions>
    {
        public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
        {
            if (test._blocks)
            {
                test._begun.Release();
                test._release.Wait(CancellationToken.None);
            }

            return new(Outcome.Done);
        }
    }

    /// <summary>A clock whose timers run out when they are told to.</summary>
    private sealed class Hourglass : TimeProvider
    {
        private readonly ConcurrentQueue<Action> _timers = [];

        public bool RunOut()
        {
            while (_timers.TryDequeue(out var timer)) timer();
            return true;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero) _timers.Enqueue(() => callback(state));
            return new Sand();
        }

        private sealed class Sand : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
