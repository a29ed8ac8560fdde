using System.Diagnostics.CodeAnalysis;
using Softswitch.Dialplan.Engine;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>One run of something of the plugin.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its source has neither a timer nor a handle, and may be cancelled late.")]
internal sealed class ChildRun(long number, ChildConnection connection, ChildRuns runs) : IStrandOwner
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly List<Task> _beside = [];

    /// <summary>The run that the code just now belongs to; what it asks for is asked in its name.</summary>
    public static AsyncLocal<ChildRun?> Current { get; } = new();

    /// <summary>The way to the switch.</summary>
    public ChildConnection Connection => connection;

    /// <summary>Its number.</summary>
    public long Number => number;

    /// <summary>Cancelled when the switch says so, and at its end.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>The switch cancels it.</summary>
    public void Cancel() => _ = Task.Run(_cancel.Cancel);

    /// <summary>Runs work beside it.</summary>
    public void Beside(Func<CancellationToken, ValueTask> work)
    {
        lock (_beside) _beside.Add(BesideAsync(work));
    }

    /// <summary>Has work kept for the end of the call.</summary>
    public long Keep(Func<CallSummary, CancellationToken, ValueTask> work) => runs.Keep(work);

    /// <summary>What runs beside it is cancelled and waited for.</summary>
    public async Task EndAsync()
    {
        Task[] beside;
        lock (_beside) beside = [.. _beside];
        if (beside.Length == 0) return;
        await _cancel.CancelAsync();
        await Task.WhenAll(beside);
    }

    /// <summary>The same where it has failed already.</summary>
    public async Task GiveUpAsync()
    {
        try
        {
            await EndAsync();
        }
        catch (Exception)
        {
            // The first failure is the one that is told.
        }
    }

    object? IStrandOwner.OnBlocked() => null;

    void IStrandOwner.OnUnblocked(object? blocked)
    {
    }

    void IStrandOwner.OnUnhandled(Exception exception) =>
        connection.Send(new WireWriter(WireKind.Log, number).Byte((byte)Microsoft.Extensions.Logging.LogLevel.Error).Text(PluginError.Of(exception).ToString()));

    private async Task BesideAsync(Func<CancellationToken, ValueTask> work)
    {
        await Task.Yield();
        try
        {
            await work(Token);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
