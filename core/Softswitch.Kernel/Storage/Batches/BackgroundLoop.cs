namespace Softswitch.Kernel.Storage;

/// <summary>A loop in the background that is first asked to finish, and when that takes too long, to give up.</summary>
internal sealed class BackgroundLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Cancelled when no more is to be waited for: the loop does what is left and returns.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when what is left is to stay undone.</summary>
    public CancellationToken GivingUp => _givingUp.Token;

    /// <summary>Runs the loop, which ends by itself under the two tokens.</summary>
    public void Start(Func<Task> loop) => _running = Task.Run(loop);

    /// <summary>Lets the loop do what is left until <paramref name="deadline"/>; it has ended when this completes.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stopping.CancelAsync();
        await using (deadline.Register(static source => ((CancellationTokenSource)source!).Cancel(), _givingUp)) await _running;
    }

    /// <summary>Ends the loop at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _givingUp.CancelAsync();
        await _running;
        _stopping.Dispose();
        _givingUp.Dispose();
    }
}
