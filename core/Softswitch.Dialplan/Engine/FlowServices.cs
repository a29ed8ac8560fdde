namespace Softswitch.Dialplan.Engine;

/// <summary>What the flows of all calls share.</summary>
/// <param name="Kernel">Code of the kernel's steps; never disposed of.</param>
/// <param name="Plugins">Code of all others.</param>
/// <param name="Executor">Where that code runs.</param>
/// <param name="Breakers">Switches off what keeps failing.</param>
/// <param name="Observer">Is told of failures.</param>
public sealed record FlowServices(IStepSession Kernel, IStepHost Plugins, IStepExecutor Executor, BreakerBoard Breakers, IFlowObserver Observer)
{
    /// <summary>Keeps what is spoken. Default nowhere, and nothing is.</summary>
    public ISpeechShelf Speech { get; init; } = SilentSpeech.Instance;

    /// <summary>Asks directory sources. Default none.</summary>
    public IDirectoryLookup Directories { get; init; } = NoLookup.Instance;

    /// <summary>Bounds of one call.</summary>
    public FlowLimits Limits { get; init; } = new();
}

/// <summary>Bounds of the flow of one call.</summary>
public sealed record FlowLimits
{
    /// <summary>Steps of a call; the flow <c>on-error</c> has 20 more. Default 200.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Visits of one step without a digit from the caller between them. Default 10.</summary>
    public int Visits { get; init; } = 10;

    /// <summary>Flows that call each other, one inside the other. Default 16.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>How long a step whose token was cancelled may go on. Default 2 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time for each piece of work that was registered for the end of the call. Default 30 s.</summary>
    public TimeSpan EndedWork { get; init; } = TimeSpan.FromSeconds(30);
}
