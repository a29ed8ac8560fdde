using System.Collections.Concurrent;
using System.Globalization;

namespace Softswitch.Dialplan.Simulation;

/// <summary>
/// A thread for simulations beside that of whoever asks for them, who waits for so long and no longer: what a plugin does on it is the plugin's affair. One that does not come back is left, and the next
/// simulation has another. Used by one thread.
/// </summary>
/// <param name="left">Counts those that are left.</param>
/// <param name="clock">The clock.</param>
public sealed class SimulationThread(LeftThreads left, TimeProvider clock) : IDisposable
{
    private BlockingCollection<Action>? _work;

    /// <summary>Runs something, and waits for it.</summary>
    /// <param name="account">The account whose plan it is about.</param>
    /// <param name="limit">How long is waited.</param>
    /// <param name="work">What is run; it tells where it stands.</param>
    /// <exception cref="SimulationException">It was not done in time; the message names the step that does not return.</exception>
    public T Run<T>(string account, TimeSpan limit, Func<SimulationProgress, T> work)
    {
        var progress = new SimulationProgress();
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_work ??= Start()).Add(() =>
        {
            try
            {
                result.SetResult(work(progress));
            }
            catch (Exception e)
            {
                // The thread is the process's end where nobody takes it.
                result.SetException(e);
            }
        });
        try
        {
            return result.Task.WaitAsync(limit, clock).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (!result.Task.IsCompleted)
        {
            throw Leave(account, limit, progress, result.Task);
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose() => _work?.CompleteAdding();

    private static BlockingCollection<Action> Start()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var next in work.GetConsumingEnumerable()) next();
            work.Dispose();
        })
        {
            IsBackground = true,
            Name = "simulations",
        }.UnsafeStart();
        return work;
    }

    private SimulationException Leave(string account, TimeSpan limit, SimulationProgress progress, Task result)
    {
        progress.GiveUp();
        Dispose();
        _work = null;
        var step = progress.Step;
        var plugin = step?.Plugin ?? "";
        left.Change(account, plugin, 1);
        _ = result.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                left.Change(account, plugin, -1);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new SimulationException(string.Create(
            CultureInfo.InvariantCulture, $"{(step is null ? "the call" : $"{step.Type.Name} at {step.Info.Position}")} did not return in {limit.TotalSeconds:0.#} s; its thread is left to itself"));
    }
}
