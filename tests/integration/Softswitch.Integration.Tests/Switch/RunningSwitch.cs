namespace Softswitch.Integration.Tests.Switch;

/// <summary>A switch for one test alone: one that is stopped, killed or filled.</summary>
internal sealed class RunningSwitch(SwitchProcess process) : IAsyncDisposable
{
    public SwitchProcess Switch => process;

    /// <summary>Phones registered with it.</summary>
    public SwitchFixture Phones { get; } = new(process);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
