using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Asks the directory sources that a plan uses, on the clock of its simulation; whom the script names they are not asked for.</summary>
/// <param name="plan">The plan.</param>
/// <param name="script">Who is known.</param>
/// <param name="host">Code of the sources.</param>
/// <param name="clock">The clock.</param>
internal sealed class SimulatedLookup(Plan plan, CallScript script, IStepHost host, SimulatedClock clock) : IDirectoryLookup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> SourcesOf(string account) => [.. plan.Directories.Select(source => source.Name)];

    /// <inheritdoc/>
    public async ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation)
    {
        if (script.Directory.TryGetValue(number, out var name)) return string.IsNullOrWhiteSpace(name) ? DirectoryAnswer.Nobody : new DirectoryAnswer(new DirectoryEntry(name));
        if (plan.Directories.FirstOrDefault(known => known.Name == source) is not { } point) return new DirectoryAnswer(null, "it is not there");
        var late = new TaskCompletionSource();
        using var timer = clock.Schedule(IDirectoryLookup.Patience, static late => ((TaskCompletionSource)late!).TrySetResult(), late);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var session = host.Begin(account);
        try
        {
            var asking = ((IDirectorySource)session.Resolve(point).Create()).FindAsync(new DirectoryQuery(account, number), cancel.Token).AsTask();
            if (await Task.WhenAny(asking, late.Task) == asking) return new DirectoryAnswer(await asking);
            await cancel.CancelAsync();
            return new DirectoryAnswer(null, $"no answer within {IDirectoryLookup.Patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new DirectoryAnswer(null, $"{e.GetType().Name}: {e.Message}");
        }
    }
}
