using System.Diagnostics.CodeAnalysis;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Testing;

/// <summary>Runs one step with the options that a test made.</summary>
internal sealed class SingleStepHost(StepRegistration step, object options, TestPlugin plugin)
{
    /// <summary>The host, for an account's services.</summary>
    public IStepHost For(IServiceProvider services) => new Host(new Code(step, options, $"{plugin.Id}@{plugin.Version}", services));

    private sealed class Host(StepCode code) : IStepHost, IStepSession
    {
        public IStepSession Begin(string account) => this;

        public StepCode Resolve(StepNode node) => code;

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class Code(StepRegistration step, object options, string origin, IServiceProvider services) : StepCode
    {
        public override string Origin => origin;

        public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup) => step.RunAsync(services, call, options, hangup);
    }
}

/// <summary>No codes.</summary>
internal sealed class NoCodes : CodeTable
{
    public static NoCodes Instance { get; } = new();

    public override bool TryMatch(string dialled, [NotNullWhen(true)] out StepNode? first, out IReadOnlyList<KeyValuePair<string, string>> placeholders)
    {
        first = null;
        placeholders = [];
        return false;
    }
}
