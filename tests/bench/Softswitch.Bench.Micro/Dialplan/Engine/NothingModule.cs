using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Bench.Micro.Dialplan.Engine;

/// <summary>A plugin whose step does nothing: what remains is the boundary.</summary>
internal sealed class NothingModule : PluginModule, IStepCatalogue
{
    private static readonly StepType Nothing = new()
    {
        Name = "nothing",
        Plugin = "nothing",
        PluginVersion = "1.0.0",
        Summary = "Does nothing.",
        Outcomes = ["done"],
        Options = MapSchema.Empty,
    };

    public override IReadOnlyList<StepRegistration> Steps { get; } = [new StepRegistration<EmptyOptions>("nothing", static _ => new EmptyOptions(), static _ => new NothingStep())];

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    public IReadOnlyCollection<PluginType> Installed { get; } = [new PluginType("nothing", "1.0.0", [Nothing])];

    private sealed class NothingStep : CallStep<EmptyOptions>
    {
        public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => ValueTask.FromResult(Outcome.Done);
    }
}
