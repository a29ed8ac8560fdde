using System.Runtime.InteropServices;

namespace Softswitch.Host.Commands;

/// <summary>SIGTERM and SIGINT (Ctrl+C): the first asks for a graceful stop, the second for one at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ILogger _logger;

    public StopSignals(ILogger logger)
    {
        _logger = logger;
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>Completes with the first signal.</summary>
    public Task WaitAsync() => _asked.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stopping.Dispose();
        _atOnce.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the process would end here and now.
        context.Cancel = true;
        if (_asked.TrySetResult())
        {
            _logger.LogInformation("Stopping ({Signal}): new calls are refused, calls that are up may end; once more stops at once", context.Signal);
            _stopping.Cancel();
        }
        else
        {
            _logger.LogInformation("Stopping at once ({Signal})", context.Signal);
            _atOnce.Cancel();
        }
    }
}
