using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Softswitch.Host.Commands;

/// <summary>
/// SIGTERM and SIGINT (Ctrl+C): the first asks for a graceful stop, the second for one at once. SIGHUP asks for a reload. They are
/// taken from the first moment of the process to its last: where nobody takes one, the system ends the process there and then, with
/// 143 instead of 0 even if all that was left to do was to exit.
/// </summary>
#pragma warning disable CA1001 // It lasts for as long as the process, and a source of cancellation without a timer holds nothing.
internal sealed class ProcessSignals
#pragma warning restore CA1001
{
    // A registration that nobody holds would be taken back by the garbage collector.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asks;

    public ProcessSignals()
    {
        Take(PosixSignal.SIGTERM, OnStop);
        Take(PosixSignal.SIGINT, OnStop);
        Take(PosixSignal.SIGHUP, _ => Reload?.Invoke());
    }

    /// <summary>Where it is told what is done; nowhere until there is a log.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>What a reload is; until there is anything to reload, SIGHUP has no effect.</summary>
    public Action? Reload { get; set; }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>Completes with the first signal.</summary>
    public Task WaitAsync() => _asked.Task;

    private static void Take(PosixSignal signal, Action<PosixSignal> action) => Registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action(context.Signal);
    }));

    private void OnStop(PosixSignal signal)
    {
        switch (Interlocked.Increment(ref _asks))
        {
            case 1:
                Logger.LogInformation("Stopping ({Signal}): new calls are refused, calls that are up may end; once more stops at once", signal);
                _stopping.Cancel();
                _asked.TrySetResult();
                break;
            case 2:
                Logger.LogInformation("Stopping at once ({Signal})", signal);
                _atOnce.Cancel();
                break;
        }
    }
}
