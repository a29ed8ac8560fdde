using Softswitch.Dialplan.Engine;

namespace Softswitch.Kernel.Services;

/// <summary>Runs a piece of a plugin's code that somebody waits for, on a strand of the executor: a thread that it keeps is none of the switch's own.</summary>
public static class PluginCode
{
    /// <summary>Runs <paramref name="code"/> with a deadline.</summary>
    /// <param name="executor">Where it runs.</param>
    /// <param name="code">The code; its token is cancelled when its time is up.</param>
    /// <param name="deadline">Its time.</param>
    /// <param name="clock">What the time is measured by.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PluginCodeException">It threw.</exception>
    /// <exception cref="TimeoutException">It takes longer than it may, even after it was asked to end.</exception>
    public static async Task<T> RunAsync<T>(IStepExecutor executor, Func<CancellationToken, ValueTask<T>> code, TimeSpan deadline, TimeProvider clock, CancellationToken cancellation)
    {
        var run = new Run<T>(code, CancellationTokenSource.CreateLinkedTokenSource(cancellation));
        executor.NewStrand(run).Post(static state => ((Run<T>)state!).Begin(), run);
        try
        {
            return await run.Result.WaitAsync(deadline, clock, cancellation);
        }
        finally
        {
            // Its own callbacks may be registered there, and take their time.
            if (!run.Result.IsCompleted) executor.Run(static state => ((Run<T>)state!).Cancel(), run);
        }
    }

    private sealed class Run<T>(Func<CancellationToken, ValueTask<T>> code, CancellationTokenSource stopping) : IStrandOwner
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private bool _isOver;

        public Task<T> Result => _result.Task;

        public void Begin() => _ = RunAsync();

        public void Cancel()
        {
            lock (_lock)
            {
                if (!_isOver) stopping.Cancel();
            }
        }

        object? IStrandOwner.OnBlocked() => null;

        void IStrandOwner.OnUnblocked(object? blocked)
        {
        }

        void IStrandOwner.OnUnhandled(Exception exception) => Fail(exception);

        private async Task RunAsync()
        {
            try
            {
                _result.TrySetResult(await code(stopping.Token));
            }
            catch (Exception e)
            {
                Fail(e);
            }

            lock (_lock)
            {
                _isOver = true;
                stopping.Dispose();
            }
        }

        // Flat: an exception object would keep the plugin's code in memory.
        private void Fail(Exception e) => _result.TrySetException(new PluginCodeException($"{e.GetType().Name}: {e.Message}"));
    }
}

/// <summary>A plugin's code threw; the message is the exception's class and text.</summary>
public sealed class PluginCodeException(string message) : Exception(message);
