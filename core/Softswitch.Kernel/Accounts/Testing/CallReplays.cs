using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Kernel.Accounts.Testing;

/// <summary>Runs calls again whose inputs were kept, on the version of the plan that they ran on, with the layers and plugins of now. Safe from any thread.</summary>
/// <param name="accounts">The accounts, in all their versions.</param>
/// <param name="replayer">Runs them, with the plugins in force.</param>
/// <param name="versionOf">The version of a plugin that is in force for an account, by the account and the plugin; null for none.</param>
/// <param name="clock">The clock.</param>
public sealed class CallReplays(AccountCatalogue accounts, Replayer replayer, Func<string, string, string?> versionOf, TimeProvider clock)
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
            // Code of another version is no other way: it is said beside it.
            var difference = TraceDifference.First(trace, text, withCode: false);
            return new CallReplay(text, difference is null ? null : divergence is null ? difference : $"{difference} ({divergence})") { Changes = Changes(recording, account, trace, text) };
        }
        catch (SimulationException e)
        {
            return new CallReplay(null, e.Message) { Changes = Changes(recording, account, trace, null) };
        }
    }

    private List<string> Changes(CallRecording recording, Account account, string trace, string? again)
    {
        var changes = new List<string>();
        if (recording.Layers != account.Layers) changes.Add($"the layers are {Layers(account.Layers)} and were {Layers(recording.Layers)}");
        var now = again is null ? null : TraceOrigins.Of(again);
        foreach (var (plugin, before) in TraceOrigins.Of(trace))
        {
            var version = now?.GetValueOrDefault(plugin) ?? versionOf(account.Id, plugin);
            if (version != before) changes.Add(version is null ? $"{plugin} is not in force any more and was {before}" : $"{plugin} is {version} and was {before}");
        }

        return changes;
    }

    private static string Layers(int version) => version == 0 ? "none" : $"version {version}";
}

/// <summary>What came of running a call again.</summary>
/// <param name="Trace">The trace as JSON, or null where it did not come to an end.</param>
/// <param name="Difference">The first difference to the call itself, or why there is no trace; null where it is the same.</param>
public sealed record CallReplay(string? Trace, string? Difference)
{
    /// <summary>What it ran with that is not what the call ran with, a line each: <c>gate is 1.1.0 and was 1.0.0</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
