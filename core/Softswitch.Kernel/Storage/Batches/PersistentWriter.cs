using Microsoft.Extensions.Logging;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Writes batches until they are written. Failures are waited out with growing pauses; an item whose data is refused for
/// good is singled out, so that it does not hold up the others. One batch at a time.
/// </summary>
/// <param name="name">What is written, for logs.</param>
/// <param name="write">Writes a batch as a whole or throws.</param>
/// <param name="isRefusal">Whether a failure is about the data and not about the moment.</param>
/// <param name="onRefused">Takes an item that cannot be written.</param>
/// <param name="clock">Time for the pauses.</param>
/// <param name="logger">For the first failure of an outage, its end, and refusals.</param>
internal sealed class PersistentWriter<T>(
    string name,
    Func<ArraySegment<T>, CancellationToken, Task> write,
    Func<Exception, bool> isRefusal,
    Action<T, Exception> onRefused,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long _written;
    private long _refused;
    private long _failures;

    /// <summary>Items written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Items refused for good.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Attempts that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Completes when every item is written or refused.</summary>
    /// <exception cref="OperationCanceledException">Given up; the items that are not written count as neither.</exception>
    public async Task WriteAsync(ArraySegment<T> batch, CancellationToken cancellation)
    {
        if (await TryWriteAsync(batch, cancellation) is not { } refusal) return;
        if (batch.Count == 1)
        {
            Interlocked.Increment(ref _refused);
            logger.LogError("{Name}: one item is refused by the database: {Reason}", name, refusal.Message);
            onRefused(batch[0], refusal);
            return;
        }

        var half = batch.Count / 2;
        await WriteAsync(batch[..half], cancellation);
        await WriteAsync(batch[half..], cancellation);
    }

    private async Task<Exception?> TryWriteAsync(ArraySegment<T> batch, CancellationToken cancellation)
    {
        var pause = FirstPause;
        for (var failed = false; ;)
        {
            try
            {
                await write(batch, cancellation);
                Interlocked.Add(ref _written, batch.Count);
                if (failed) logger.LogInformation("{Name}: the database takes them again", name);
                return null;
            }
            catch (Exception e)
            {
                // Given up while the attempt was failing: whatever it failed of, nothing was written.
                cancellation.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _failures);
                if (isRefusal(e)) return e;
                if (!failed) logger.LogWarning("{Name}: the database does not take them ({Reason}); they are kept and tried again", name, e.Message);
                failed = true;
            }

            await Task.Delay(pause, clock, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
