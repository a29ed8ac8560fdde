using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What went wrong with steps, in words.</summary>
internal sealed class StepFailures : IFlowObserver
{
    public List<string> Texts { get; } = [];

    public void OnStepFailed(StepFailure failure) => Texts.Add(failure.Text);

    public void OnThreadBlocked(Guid call, string account, StepNode step) => Texts.Add("blocked");

    public void OnStepAbandoned(Guid call, string account, StepNode step) => Texts.Add("abandoned");
}
