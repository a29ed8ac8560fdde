using Microsoft.Extensions.Logging;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>The services of one plugin in one account.</summary>
internal sealed class SimulatedServices(SimulatedAccount account, IKeyValueStore store) : IServiceProvider, ITimers, IPresence
{
    /// <inheritdoc/>
    public TimeProvider Clock => account.Clock;

    /// <inheritdoc/>
    public ExtensionState this[string extension] => account.Presence.GetValueOrDefault(extension);

    /// <inheritdoc/>
    public bool IsOnline(string extension) => account.IsOnline(extension);

    /// <inheritdoc/>
    public ReportedState? Reported(string extension) => account.Presence.GetValueOrDefault(extension) is var state and (ExtensionState.Away or ExtensionState.DoNotDisturb) ? new ReportedState(state) : null;

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IKeyValueStore)) return store;
        if (serviceType == typeof(ILedger)) return account.Ledger;
        if (serviceType == typeof(IDirectory)) return account.Directory;
        if (serviceType == typeof(IPresence) || serviceType == typeof(ITimers)) return this;
        if (serviceType == typeof(TimeProvider)) return account.Clock;
        if (serviceType == typeof(Random)) return account.Random;
        return serviceType == typeof(ILogger) ? account.Logger : account.Others(serviceType);
    }

    /// <inheritdoc/>
    public async ValueTask DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(1)) throw new ArgumentOutOfRangeException(nameof(delay), delay, "Expected zero to 24 hours.");
        await Task.Delay(delay, account.Clock, cancellation);
    }
}
