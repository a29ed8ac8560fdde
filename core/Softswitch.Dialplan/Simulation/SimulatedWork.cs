namespace Softswitch.Dialplan.Simulation;

/// <summary>Runs what plugins do beside calls, on a clock that jumps.</summary>
public static class SimulatedWork
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs work for some time; then it is told to end, and has 5 s.</summary>
    /// <param name="account">The account, whose services have the clock of the work.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="time">For how long it runs.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="SimulationException">It throws, or does not end in time.</exception>
    public static void Run(SimulatedAccount account, DateTimeOffset from, TimeSpan time, Func<CancellationToken, ValueTask> work)
    {
        var world = new SimulatedWorld(from);
        account.Enter(world.Clock, new SimulatedRandom(1));
        using var stopping = new CancellationTokenSource();
        var (isEnded, isLate) = (false, false);
        Exception? thrown = null;
        using var end = world.Clock.Schedule(time, _ => stopping.Cancel(), null);
        using var late = world.Clock.Schedule(time + Patience, _ => isLate = true, null);
        world.Post(_ => _ = RunAsync(), null);
        world.RunUntil(() => isEnded || isLate, () => !isEnded);
        if ((thrown ?? world.Unhandled) is { } failed) throw new SimulationException($"{failed.GetType().Name}: {failed.Message}");
        if (!isEnded) throw new SimulationException($"It goes on for {Patience.TotalSeconds:0} s after it was told to end.");

        async Task RunAsync()
        {
            try
            {
                await work(stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // That is how it ends.
            }
            catch (Exception e)
            {
                thrown = e;
            }

            isEnded = true;
        }
    }
}
