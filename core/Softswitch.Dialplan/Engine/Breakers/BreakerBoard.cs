using System.Collections.Concurrent;

namespace Softswitch.Dialplan.Engine;

/// <summary>Switches off what keeps failing, per plugin, account and step. Safe from any thread.</summary>
/// <param name="options">When.</param>
/// <param name="clock">The clock.</param>
public sealed class BreakerBoard(BreakerOptions options, TimeProvider clock)
{
    private const int SweepEvery = 4096;

    private readonly ConcurrentDictionary<string, AccountBreakers> _accounts = [];
    private readonly long _start = clock.GetTimestamp();
    private int _added;

    /// <summary>The steps that are switched off at the moment, by account and name: for metrics and for whoever asks.</summary>
    public IReadOnlyList<(string Account, string Step)> Open =>
        [.. _accounts.SelectMany(account => account.Value.Open.Select(step => (account.Key, step))).Order()];

    /// <summary>Whether something of a plugin that is no step may be asked for an account. Where it may, <see cref="Record"/> follows.</summary>
    /// <param name="account">The account.</param>
    /// <param name="name">What it is called here; none of a step.</param>
    public bool TryEnter(string account, string name) => Of(account).Of(name).TryEnter(Now);

    /// <summary>How it went.</summary>
    /// <param name="account">The account.</param>
    /// <param name="name">What it is called here.</param>
    /// <param name="succeeded">Whether it did what it should.</param>
    public void Record(string account, string name, bool succeeded) => Of(account).Of(name).Record(succeeded, Now);

    /// <summary>Threads that plugins keep of an account already; null for none.</summary>
    internal Func<string, BlockedThreads?> ThreadsOf { get; init; } = static _ => null;

    /// <summary>Time since the board was made.</summary>
    internal TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>The breakers of an account.</summary>
    internal AccountBreakers Of(string account)
    {
        if (!_accounts.TryGetValue(account, out var breakers))
        {
            if (Interlocked.Increment(ref _added) % SweepEvery == 0) Sweep();
            breakers = _accounts.GetOrAdd(account, new AccountBreakers(options, ThreadsOf(account)));
        }

        breakers.LastUsed = clock.GetTimestamp();
        return breakers;
    }

    /// <summary>Forgets accounts without trouble that no call has used for longer than a window: of a hundred thousand accounts few are in a call.</summary>
    private void Sweep()
    {
        foreach (var (account, breakers) in _accounts)
        {
            if (clock.GetElapsedTime(breakers.LastUsed) > options.Window && !breakers.IsTroubled) _accounts.TryRemove(account, out _);
        }
    }
}
