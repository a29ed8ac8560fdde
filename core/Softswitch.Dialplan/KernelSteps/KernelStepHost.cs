using System.Collections.Frozen;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Code of the kernel's own steps. They have one version, that of the switch, so all calls share one session.</summary>
public sealed class KernelStepHost : IStepHost, IStepSession
{
    private readonly FrozenDictionary<string, StepRegistration> _steps;
    private readonly string _origin;

    private KernelStepHost(PluginModule module, string version)
    {
        _steps = module.Steps.ToFrozenDictionary(step => step.Name);
        _origin = "kernel@" + version;
    }

    /// <summary>The one there is.</summary>
    public static KernelStepHost Instance { get; } = new(new Generated.SoftswitchDialplanModule(), typeof(KernelStepHost).Assembly.GetName().Version!.ToString(3));

    /// <inheritdoc/>
    public IStepSession Begin(string account) => this;

    /// <inheritdoc/>
    public StepCode Resolve(StepNode node)
    {
        if (node.KernelCode is StepCode code) return code;
        if (!_steps.TryGetValue(node.Type.Name, out var step)) throw new StepUnavailableException($"the kernel has no step '{node.Type.Name}'");
        code = node.Variables.Count == 0 ? new BoundStep(step, _origin, step.Bind(node.Options)) : new FilledStep(step, _origin, node.Options);
        node.KernelCode = code;
        return code;
    }

    /// <summary>Whom a <c>bridge</c> at this place rings, for those who bridge without running the flow; null where it is another step, variables stand in it, or a plugin has a say in it.</summary>
    public BridgeRequest? RequestOf(StepNode node) =>
        node.Type is { IsKernel: true, Name: "bridge" } && Resolve(node) is BoundStep { Options: BridgeOptions { IsPlain: true } options } ? options.Plain : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // It ends with the process.
    }

    /// <summary>Options that are the same for each call.</summary>
    private sealed class BoundStep(StepRegistration step, string origin, object options) : StepCode
    {
        public object Options => options;

        public override string Origin => origin;

        public override bool IsKernel => true;

        public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup) => step.RunAsync(NoServices.Instance, call, options, hangup);
    }

    /// <summary>Options in which variables stand.</summary>
    private sealed class FilledStep(StepRegistration step, string origin, OptionValues options) : StepCode
    {
        public override string Origin => origin;

        public override bool IsKernel => true;

        public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup) =>
            step.RunAsync(NoServices.Instance, call, step.Bind(FilledOptions.Of(options, call.Variables)), hangup);
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
