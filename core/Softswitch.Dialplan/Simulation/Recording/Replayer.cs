using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Runs recorded calls again: the same plan and plugins give the same trace, times apart; another plan shows where it goes another way.</summary>
/// <param name="plugins">Code of the steps that are not the kernel's.</param>
public sealed class Replayer(Func<SimulatedAccount, IStepHost> plugins)
{
    /// <summary>Threads that were left because a step did not return.</summary>
    public LeftThreads Left { get; init; } = new();

    /// <summary>Runs a call.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="recording">What came into the call.</param>
    /// <param name="account">What its plugins see that was not recorded, and is used for this one call; null for nothing.</param>
    /// <param name="progress">Is told how far it has come; null where nobody asks.</param>
    /// <returns>The trace, and where the plan went another way than the recording, or null.</returns>
    /// <exception cref="SimulationException">A step waits for something that never comes.</exception>
    public (CallTrace Trace, string? Divergence) Run(Plan plan, CallRecording recording, SimulatedAccount? account = null, SimulationProgress? progress = null)
    {
        var world = new SimulatedWorld(recording.At);
        var call = new ReplayedCall(world, recording);
        var user = new User(call);
        account ??= new SimulatedAccount(plan.Account);
        account.Replay = recording;
        var script = new CallScript { Dialled = recording.Dialled };
        var host = plugins(account);
        var directories = new SimulatedLookup(plan, script, host, world.Clock);
        account.Enter(plan, script, world.Clock, new SimulatedRandom(recording.Seed), directories);
        var breakers = new BreakerBoard(new BreakerOptions(), world.Clock) { ThreadsOf = Left.Of };
        var services = new FlowServices(KernelStepHost.Instance, host, world, breakers, user) { Directories = directories };
        var flow = new FlowRunner(services, call, plan, user);
        progress?.Enter(flow);
        call.OnEnded = flow.CallEnded;
        var isKnown = PlanRoute.TryFind(plan, recording.Dialled, out var first, out var placeholders);
        world.Post(
            _ =>
            {
                if (isKnown) flow.Begin(first!, placeholders);
                else flow.Refuse(404);
            },
            null);
        var isOver = world.RunUntil(() => user.IsFinished, () => flow.IsWaitingOutside);
        return isOver ? (flow.Trace, call.Divergence) : throw new SimulationException("The call waits for something that never comes.");
    }

    private sealed class User(ReplayedCall call) : IFlowUser, IFlowObserver
    {
        public bool IsFinished { get; private set; }

        public void OnFlowEnded(FlowRunner flow, in FlowEnd end) => call.End();

        public void OnFinished(FlowRunner flow) => IsFinished = true;

        public void OnStepFailed(StepFailure failure)
        {
            // The trace says so.
        }

        public void OnThreadBlocked(Guid id, string account, StepNode step)
        {
            // One thread does everything.
        }

        public void OnStepAbandoned(Guid id, string account, StepNode step)
        {
            // The trace says so.
        }
    }
}
