using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>
/// Runs calls without phones: the engine that carries calls, with a script in the place of people and a clock that jumps. The same script gives the same call. Each call has a world of its own,
/// so calls may be run on several threads at a time.
/// </summary>
/// <param name="plugins">Code of the steps that are not the kernel's.</param>
public sealed class Simulator(Func<SimulatedAccount, IStepHost> plugins)
{
    /// <summary>Which prompts there are. Default all.</summary>
    public Func<string, bool> HasPrompt { get; init; } = static _ => true;

    /// <summary>Bounds of each call.</summary>
    public FlowLimits Limits { get; init; } = new();

    /// <summary>Threads that were left because a step did not return.</summary>
    public LeftThreads Left { get; init; } = new();

    /// <summary>Puts something between the flow and the call, such as a recorder.</summary>
    internal Func<ICallControl, ICallControl> Wrap { get; init; } = static call => call;

    /// <summary>Runs a call from what was dialled. A number that the plan does not have is refused with 404.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="script">What the people do.</param>
    /// <param name="account">What the plugins remember from calls before; null for nothing.</param>
    /// <param name="progress">Is told how far it has come; null where nobody asks.</param>
    /// <exception cref="SimulationException">A step waits for something that never comes, or its <c>async void</c> threw.</exception>
    public SimulationResult Run(Plan plan, CallScript script, SimulatedAccount? account = null, SimulationProgress? progress = null) =>
        PlanRoute.TryFind(plan, script.Dialled, out var first, out var placeholders) ? Run(plan, first, placeholders, script, account, progress) : Run(plan, null, [], script, account, progress);

    /// <summary>Runs a call from a step; null for a number that leads nowhere.</summary>
    /// <exception cref="SimulationException">A step waits for something that never comes, or its <c>async void</c> threw.</exception>
    public SimulationResult Run(Plan plan, StepNode? first, IReadOnlyList<KeyValuePair<string, string>> placeholders, CallScript script, SimulatedAccount? account = null, SimulationProgress? progress = null)
    {
        var world = new SimulatedWorld(script.At);
        var random = new SimulatedRandom(script.Seed);
        account ??= new SimulatedAccount(plan.Account);
        var call = new SimulatedCall(world, random.NextGuid(), account, script, HasPrompt);
        var watch = new Watch(call);
        var host = plugins(account);
        var directories = new SimulatedLookup(plan, script, host, world.Clock);
        account.Enter(plan, script, world.Clock, random, directories);
        var services = new FlowServices(
            KernelStepHost.Instance,
            host,
            world,
            new BreakerBoard(new BreakerOptions(), world.Clock) { ThreadsOf = Left.Of },
            watch)
        { Limits = Limits, Directories = directories };
        var flow = new FlowRunner(services, Wrap(call), plan, watch);
        progress?.Enter(flow);
        call.OnEnded = flow.CallEnded;
        world.Post(
            _ =>
            {
                if (first is not null) flow.Begin(first, placeholders);
                else flow.Refuse(HangupCause.UnknownNumber.Status);
            },
            null);
        var isOver = world.RunUntil(() => watch.IsFinished, () => flow.IsWaitingOutside);
        if (!isOver) throw new SimulationException("The call waits for something that never comes: " + Where(flow));
        if (world.Unhandled is { } unhandled) throw new SimulationException($"{unhandled.GetType().Name}: {unhandled.Message}");
        return new SimulationResult
        {
            Trace = flow.Trace,
            Events = call.Events,
            Record = call.Summary!,
            Status = call.Status,
            IsEndedByCaller = call.IsEndedByCaller,
            Failures = watch.Failures,
            Moments = world.Clock.Moments,
            TimersLeft = world.Clock.PluginTimers,
            Shown = call.Shown,
            Charges = [.. account.Ledger.Charges],
            Variables = plan.Variables.Where(name => flow.Variables[name] is not null).Order(StringComparer.Ordinal).ToDictionary(name => name, name => flow.Variables[name]!),
        };
    }

    private static string Where(FlowRunner flow) => flow.Trace.Entries is [.., var last] ? $"{last.Step.Info.Name} at {last.Step.Info.Position}" : "nowhere";

    /// <summary>Ends the call when its flow ends, as the switch does, and notes what goes wrong.</summary>
    private sealed class Watch(SimulatedCall call) : IFlowUser, IFlowObserver
    {
        private readonly List<StepFailure> _failures = [];

        public bool IsFinished { get; private set; }

        public IReadOnlyList<StepFailure> Failures => _failures;

        public void OnFlowEnded(FlowRunner flow, in FlowEnd end) =>
            call.Hangup(call.State == CallState.Answered ? HangupCause.Normal : RefusalCauses.Of(end.Reason == FlowEndReason.Failed ? end.Status : FinalStatus.ForCaller(end.Status)));

        public void OnFinished(FlowRunner flow) => IsFinished = true;

        public void OnStepFailed(StepFailure failure) => _failures.Add(failure);

        public void OnThreadBlocked(Guid id, string account, StepNode step)
        {
            // One thread does everything: nobody would notice.
        }

        public void OnStepAbandoned(Guid id, string account, StepNode step)
        {
            // The failure that comes with it says so.
        }
    }
}

/// <summary>A call could not be simulated to its end.</summary>
/// <param name="message">Why.</param>
public sealed class SimulationException(string message) : Exception(message);
