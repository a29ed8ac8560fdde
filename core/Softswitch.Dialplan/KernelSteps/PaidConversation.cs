using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>
/// A conversation that is paid for while it goes on: more is reserved before what is reserved is used up, and where there is no more it ends. It is settled once, when it is over or the call is.
/// </summary>
internal sealed class PaidConversation(ICall call, Charge charge)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _answered = new();
    private TimeSpan? _talked;
    private long _answeredAt;
    private bool _isSpent;

    /// <summary>Rings somebody for money that is reserved already.</summary>
    /// <param name="ring">Rings, and tells when somebody has answered.</param>
    /// <param name="hangup">The step's token.</param>
    /// <returns>What came of it; null where the money was used up.</returns>
    public async ValueTask<BridgeResult?> RunAsync(Func<Action, CancellationToken, ValueTask<BridgeResult>> ring, CancellationToken hangup)
    {
        // However the call ends: what was not used is given back.
        call.OnEnded((_, token) => SettleAsync(token));
        using var talking = CancellationTokenSource.CreateLinkedTokenSource(hangup);
        using var paying = CancellationTokenSource.CreateLinkedTokenSource(hangup);
        var payments = PayAsync(talking, paying.Token);
        BridgeResult? result = null;
        try
        {
            result = await ring(OnAnswered, talking.Token);
            _talked = result.TalkTime;
        }
        catch (OperationCanceledException) when (_isSpent && !hangup.IsCancellationRequested)
        {
            call.Explain("the money is used up");
        }
        finally
        {
            _talked ??= Talked;
            Stop(paying);
            await payments.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }

        if (call.State != CallState.Ended) await TrySettleAsync(hangup);
        return result;
    }

    private TimeSpan Talked => _talked ?? (_answered.Task.IsCompleted ? call.Clock.GetElapsedTime(_answeredAt) : TimeSpan.Zero);

    private void OnAnswered()
    {
        _answeredAt = call.Clock.GetTimestamp();
        _answered.TrySetResult();
    }

    private async Task PayAsync(CancellationTokenSource talking, CancellationToken ending)
    {
        await _answered.Task.WaitAsync(ending);
        do await UntilAsync(charge.Covered - charge.Margin, ending);
        while (await TryExtendAsync(ending));
        await UntilAsync(charge.Covered, ending);
        _isSpent = true;
        Stop(talking);
    }

    /// <summary>Without the database nothing more can be reserved: it is tried for as long as is paid for.</summary>
    private async Task<bool> TryExtendAsync(CancellationToken ending)
    {
        while (true)
        {
            try
            {
                return await charge.TryExtendAsync(ending);
            }
            catch (StoreUnavailableException) when (Talked + RetryAfter < charge.Covered)
            {
                await Task.Delay(RetryAfter, call.Clock, ending);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it is: nobody talks for what is not reserved.
                call.Explain($"no more money could be reserved: {e.Message}");
                return false;
            }
        }
    }

    private async Task UntilAsync(TimeSpan talked, CancellationToken ending)
    {
        var left = talked - Talked;
        if (left > TimeSpan.Zero) await Task.Delay(left, call.Clock, ending);
    }

    // Here and now: what is cancelled is our own, and a simulation knows no other thread.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    /// <summary>The caller goes on: nobody waits for a database that is away.</summary>
    private async ValueTask TrySettleAsync(CancellationToken hangup)
    {
        try
        {
            await charge.SettleAsync(Talked, hangup);
        }
        catch (StoreUnavailableException)
        {
            call.Explain("it is settled when the call is over: the database does not answer");
        }
    }

    private async ValueTask SettleAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await charge.SettleAsync(Talked, cancellation);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(RetryAfter, call.Clock, cancellation);
            }
        }
    }
}
