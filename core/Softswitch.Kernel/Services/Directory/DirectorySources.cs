using System.Collections.Concurrent;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// Asks the directory sources of plugins, on threads that are none of the switch's own: each has a second, is left alone while it keeps failing, and is asked for a number once for all who want to know it at
/// the time and for a while after. Safe from any thread.
/// </summary>
/// <param name="code">The sources.</param>
/// <param name="executor">Where their code runs.</param>
/// <param name="breakers">Switches off what keeps failing.</param>
/// <param name="clock">Time for waits and for what is kept.</param>
public sealed class DirectorySources(IDirectoryCode code, IStepExecutor executor, BreakerBoard breakers, TimeProvider clock) : IDirectoryLookup
{
    private const int SweepEvery = 1024;

    private static readonly TimeSpan FoundFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NobodyFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, AccountAnswers> _accounts = new(StringComparer.Ordinal);
    private readonly long _start = clock.GetTimestamp();
    private long _found;
    private long _nobody;
    private long _failed;
    private int _added;

    /// <summary>What came of questions to sources: somebody, nobody, no answer.</summary>
    public (long Found, long Nobody, long Failed) Asked => (Interlocked.Read(ref _found), Interlocked.Read(ref _nobody), Interlocked.Read(ref _failed));

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc/>
    public IReadOnlyList<string> SourcesOf(string account) => code.SourcesOf(account);

    /// <inheritdoc/>
    public async ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation)
    {
        if (!IDirectoryLookup.CanAsk(number)) return DirectoryAnswer.Nobody;
        var answers = AnswersOf(account);
        var kept = answers.Take(source, number, Now, Now + FoundFor, out var isNew);
        // Whoever gives up does so for themselves: others may wait for the same answer.
        if (isNew) _ = AskAsync(answers, kept, account);
        return await kept.Answer.Task.WaitAsync(cancellation);
    }

    private AccountAnswers AnswersOf(string account)
    {
        if (_accounts.TryGetValue(account, out var answers)) return answers;
        if (Interlocked.Increment(ref _added) % SweepEvery == 0) Sweep();
        return _accounts.GetOrAdd(account, static _ => new AccountAnswers());
    }

    /// <summary>Forgets accounts of which nothing is kept any more.</summary>
    private void Sweep()
    {
        foreach (var (account, answers) in _accounts)
        {
            if (answers.IsStale(Now)) _accounts.TryRemove(account, out _);
        }
    }

    private async Task AskAsync(AccountAnswers answers, KeptAnswer kept, string account)
    {
        DirectoryAnswer answer;
        try
        {
            answer = await AskPluginAsync(answers, kept, account);
        }
        catch (Exception e)
        {
            answer = new DirectoryAnswer(null, e.Message);
        }

        Interlocked.Increment(ref answer.Entry is not null ? ref _found : ref answer.Problem is null ? ref _nobody : ref _failed);
        answers.Put(kept, answer, Now + (answer.Entry is not null ? FoundFor : answer.Problem is null ? NobodyFor : TimeSpan.Zero));
    }

    private async Task<DirectoryAnswer> AskPluginAsync(AccountAnswers answers, KeptAnswer kept, string account)
    {
        var (source, guarded) = (kept.Source, "directory " + kept.Source);
        if (!code.SourcesOf(account).Contains(source)) return new DirectoryAnswer(null, "its plugin is not in force for the account");
        if (!answers.TryBegin(source)) return new DirectoryAnswer(null, "it has not answered those before");
        if (!breakers.TryEnter(account, guarded))
        {
            answers.End(source);
            return new DirectoryAnswer(null, "it has failed so often of late that it is not asked");
        }

        var answer = await RunAsync(answers, new DirectoryQuery(account, kept.Number), source);
        breakers.Record(account, guarded, answer.Problem is null);
        return answer;
    }

    private async Task<DirectoryAnswer> RunAsync(AccountAnswers answers, DirectoryQuery query, string source)
    {
        try
        {
            var entry = await PluginCode.RunAsync(executor, FindAsync, IDirectoryLookup.Patience, clock, CancellationToken.None);
            return entry is null ? DirectoryAnswer.Nobody : new DirectoryAnswer(entry);
        }
        catch (TimeoutException)
        {
            return new DirectoryAnswer(null, $"no answer within {IDirectoryLookup.Patience.TotalSeconds:0} s");
        }
        catch (PluginCodeException e)
        {
            return new DirectoryAnswer(null, e.Message);
        }

        async ValueTask<DirectoryEntry?> FindAsync(CancellationToken token)
        {
            try
            {
                return await code.FindAsync(source, query, token);
            }
            finally
            {
                answers.End(source);
            }
        }
    }
}
