namespace Softswitch.Sdk;

/// <summary>Time that the switch owns: what is waited for ends with the plugin, and in a simulation passes as fast as it can.</summary>
public interface ITimers
{
    /// <summary>The clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>Waits.</summary>
    /// <param name="delay">Zero to 24 hours.</param>
    /// <param name="cancellation">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    ValueTask DelayAsync(TimeSpan delay, CancellationToken cancellation);
}
