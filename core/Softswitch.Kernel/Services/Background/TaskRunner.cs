using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;

namespace Softswitch.Kernel.Services;

/// <summary>One background task of one account: begun, begun again when it ends by itself, and ended.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it owns is disposed of when it ends, which is not when somebody asks it to.")]
internal sealed class TaskRunner : IStrandOwner
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WantedTask _task;
    private readonly ITaskCode _code;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Begins.</summary>
    public TaskRunner(WantedTask task, ITaskCode code, IStepExecutor executor, TimeProvider clock, ILogger logger)
    {
        _task = task;
        _code = code;
        _clock = clock;
        _logger = logger;
        executor.NewStrand(this).Post(static runner => _ = ((TaskRunner)runner!).RunAsync(), this);
    }

    /// <summary>How often it ended by itself.</summary>
    public int Failures { get; private set; }

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Has it end; <see cref="Ended"/> says when it has.</summary>
    public void Stop() => _stopping.Cancel();

    private string Kind => _task.Kind == TaskKind.PresenceSource ? "Presence source" : "Background task";

    object? IStrandOwner.OnBlocked() => null;

    void IStrandOwner.OnUnblocked(object? blocked)
    {
    }

    void IStrandOwner.OnUnhandled(Exception exception) =>
        _logger.LogWarning("{Kind} {Task} of plugin {Plugin} for {Account} failed outside of itself: {Type}: {Message}", Kind, _task.Task, _task.Plugin, _task.Account, exception.GetType().Name, exception.Message);

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            var begun = _clock.GetTimestamp();
            var reason = await RunOnceAsync();
            if (_stopping.IsCancellationRequested) break;
            Failures++;
            // One that went well for so long has a fresh start.
            if (_clock.GetElapsedTime(begun) > LongestPause) pause = FirstPause;
            _logger.LogWarning("{Kind} {Task} of plugin {Plugin} for {Account} {Reason}: it begins again in {Seconds} s", Kind, _task.Task, _task.Plugin, _task.Account, reason, pause.TotalSeconds);
            await Task.Delay(pause, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        _stopping.Dispose();
        _ended.TrySetResult();
    }

    private async Task<string> RunOnceAsync()
    {
        try
        {
            await _code.RunAsync(_task, _stopping.Token);
            return "has returned";
        }
        catch (Exception e)
        {
            return $"failed ({e.GetType().Name}: {e.Message})";
        }
    }
}
