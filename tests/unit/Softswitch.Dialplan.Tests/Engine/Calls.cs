using Softswitch.Dialplan.Simulation;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>Runs a test's plan from its flow <c>main</c>.</summary>
internal static class Calls
{
    public static SimulationResult Run(this TestPlan plan, CallScript? script = null) =>
        new Simulator(_ => plan).Run(plan.Build(), script ?? Script);

    public static CallScript Script => new() { Dialled = "main" };

    /// <summary>The way through the plan: <c>step=outcome</c>.</summary>
    public static string Path(this SimulationResult result) => string.Join(" ", result.Trace.Entries.Select(entry => $"{entry.Step.Info.Name}={entry.Outcome ?? "-"}"));

    public static string[] Heard(this SimulationResult result) => [.. result.Events.Select(happened => happened.ToString())];
}
