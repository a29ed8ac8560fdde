using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Tests.Testing;

namespace Softswitch.Dialplan.Tests.Simulation;

public sealed class UntakenBranchTests
{
    [Fact]
    public void A_simulation_says_which_branches_were_not_taken_and_why()
    {
        var simulator = new Simulator(account => new ModuleStepHost([], account.Services));
        var script = new CallScript { Dialled = "+3225550100", Presses = [new KeyPresses("1234")], Others = new CalleeScript { Behaviour = CalleeBehaviour.Busy } };

        var untaken = UntakenBranch.Of(simulator.Run(SamplePlan.Plan, script).Trace).Select(branch => branch.ToString());

        Assert.Equal(
            [
                "acme.yaml:9:7 collect, timeout → night (play at acme.yaml:15:7): the outcome was collected",
                "acme.yaml:9:7 collect, too-few → office (play at acme.yaml:8:7): the outcome was collected",
                "acme.yaml:12:7 bridge, answered → end: the outcome was busy (486: busy)",
            ],
            untaken);
    }
}
