using Softswitch.Dialplan.Engine;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>A switch without plugins: its plans have steps of the kernel only.</summary>
internal sealed class NoPlugins : IStepHost, IStepExecutor
{
    public static readonly NoPlugins Instance = new();

    public IStepSession Begin(string account) => throw new InvalidOperationException("there are no plugins");

    public SynchronizationContext NewStrand(IStrandOwner owner) => throw new InvalidOperationException("there are no plugins");

    public void Run(SendOrPostCallback work, object? state) => throw new InvalidOperationException("there are no plugins");
}
