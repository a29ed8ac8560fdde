using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Kernel.Accounts.Testing;

/// <summary>Runs calls again whose inputs were kept, on the version of the plan that they ran on. Safe from any thread.</summary>
/// <param name="accounts">The accounts, in all their versions.</param>
/// <param name="replayer">Runs them, with the plugins in force.</param>
/// <param name="clock">The clock.</param>
public sealed class CallReplays(AccountCatalogue accounts, Replayer replayer, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs a call again.</summary>
    /// <param name="trace">Its trace as JSON.</param>
    /// <param name="inputs">What came into it, as JSON.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">They are none.</exception>
    public async Task<CallReplay> RunAsync(string trace, string inputs, CancellationToken cancellation)
    {
        var recording = CallRecording.Parse(inputs);
        if (recording.IsCut) return new CallReplay(null, "more happened in this call than is kept of its inputs");
        if (await accounts.FindAsync(recording.Account, recording.Plan, cancellation) is not { } account) return new CallReplay(null, $"version {recording.Plan} of account '{recording.Account}' is not there any more, or no longer good");
        try
        {
            // What a plugin does there is its own affair: it has a thread of its own, and a bound.
            using var thread = new SimulationThread(replayer.Left, clock);
            var (again, divergence) = await Task.Run(() => thread.Run(account.Id, Limit, progress => replayer.Run(account.Plan, recording, AccountTests.New(account), progress)), cancellation);
            var text = TraceJson.Text(again);
            var difference = TraceDifference.First(trace, text);
            return new CallReplay(text, difference is null ? null : divergence is null ? difference : $"{difference} ({divergence})");
        }
        catch (SimulationException e)
        {
            return new CallReplay(null, e.Message);
        }
    }
}

/// <summary>What came of running a call again.</summary>
/// <param name="Trace">The trace as JSON, or null where it did not come to an end.</param>
/// <param name="Difference">The first difference to the call itself, or why there is no trace; null where it is the same.</param>
public sealed record CallReplay(string? Trace, string? Difference);
