using System.Text;

namespace Softswitch.Sdk.Testing;

/// <summary>
/// What every step has to stand, whatever it does: run these beside a plugin's own tests. Each throws <see cref="TestFailedException"/> where the step does not stand it. The calls are made anew by the
/// function that is given, so that each begins alike.
/// </summary>
public static class StepConformance
{
    private static readonly TimeSpan LongestEnding = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JustBefore = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The caller hangs up at every moment at which something happens in the call, and just before it: each time the step has to end within 100 ms of the call's clock, fail at nothing, and leave
    /// no timer running.
    /// </summary>
    /// <typeparam name="TStep">The step.</typeparam>
    /// <param name="call">Makes the call; it does not hang up by itself.</param>
    /// <param name="options">The step's options.</param>
    /// <exception cref="TestFailedException">It does not; the message says when the caller hung up.</exception>
    public static async Task EndsWithTheCallAsync<TStep>(Func<TestCall> call, object? options = null)
        where TStep : class
    {
        var undisturbed = call();
        await undisturbed.RunAsync<TStep>(options);
        foreach (var moment in undisturbed.Result.Moments.SelectMany(Around).Distinct().Order())
        {
            var cut = call().HangsUpAfter(moment);
            await cut.RunAsync<TStep>(options);
            Check(cut, moment);
        }
    }

    /// <summary>
    /// A call in one account leaves nothing that a call in another could notice: the same call before and after <paramref name="other"/> goes the same way. What a step keeps in static fields is found so.
    /// </summary>
    /// <typeparam name="TStep">The step.</typeparam>
    /// <param name="call">Makes the call that is watched.</param>
    /// <param name="other">Makes the call between, in another account, with other people.</param>
    /// <param name="options">The step's options.</param>
    /// <exception cref="TestFailedException">The second time it went another way.</exception>
    public static async Task KeepsAccountsApartAsync<TStep>(Func<TestCall> call, Func<TestCall> other, object? options = null)
        where TStep : class
    {
        var before = await DescribeAsync<TStep>(call(), options);
        await DescribeAsync<TStep>(other(), options);
        var after = await DescribeAsync<TStep>(call(), options);
        if (before != after) throw new TestFailedException($"The same call went another way after a call in another account.\nbefore:\n{before}\nafter:\n{after}");
    }

    /// <summary>A run allocates and takes no more than this on average, the simulation's own part included (about 10 KB and 20 µs).</summary>
    /// <typeparam name="TStep">The step.</typeparam>
    /// <param name="call">Makes the call.</param>
    /// <param name="options">The step's options.</param>
    /// <param name="bytes">Most memory of a run, in bytes; at least 1.</param>
    /// <param name="time">Longest processing of a run; a busy machine makes it longer, so be generous.</param>
    /// <exception cref="TestFailedException">It takes more.</exception>
    public static async Task StaysWithinAsync<TStep>(Func<TestCall> call, object? options, long bytes, TimeSpan time)
        where TStep : class
    {
        const int warmUp = 50;
        const int runs = 200;
        for (var i = 0; i < warmUp; i++) await call().RunAsync<TStep>(options);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < runs; i++) await call().RunAsync<TStep>(options);
        var each = TimeProvider.System.GetElapsedTime(began) / runs;
        var bytesEach = (GC.GetAllocatedBytesForCurrentThread() - allocated) / runs;
        if (bytesEach > bytes) throw new TestFailedException($"A run allocates {bytesEach} bytes; expected at most {bytes}.");
        if (each > time) throw new TestFailedException($"A run takes {each.TotalMicroseconds:0} µs; expected at most {time.TotalMicroseconds:0} µs.");
    }

    private static IEnumerable<TimeSpan> Around(TimeSpan moment) => moment > JustBefore ? [moment - JustBefore, moment] : [moment];

    private static void Check(TestCall call, TimeSpan moment)
    {
        var entry = call.Result.Trace.Entries[0];
        var wrong = new StringBuilder();
        if (call.Result.Failures.Count > 0) wrong.Append("\n  failures: ").AppendJoin("; ", call.Failures);
        if (entry.At + entry.Took - moment.TotalMilliseconds is var late && late > LongestEnding.TotalMilliseconds) wrong.Append("\n  it went on for ").Append(late).Append(" ms; pass the token on to whatever waits");
        if (call.Result.TimersLeft > 0) wrong.Append("\n  timers left running: ").Append(call.Result.TimersLeft);
        if (wrong.Length > 0) throw new TestFailedException($"The caller hung up after {moment.TotalSeconds:0.###} s:{wrong}\n{string.Join('\n', call.Transcript)}");
    }

    private static async Task<string> DescribeAsync<TStep>(TestCall call, object? options)
        where TStep : class
    {
        var outcome = await call.RunAsync<TStep>(options);
        return $"{outcome}\n{string.Join('\n', call.Transcript)}\n{call.Trace}";
    }
}
