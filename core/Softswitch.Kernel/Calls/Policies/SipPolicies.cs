using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Logging;
using Softswitch.Net;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// Has the SIP policies of an account edit the INVITEs that leave for it. One that throws leaves the request as it was; one that throws or is slow too often is not asked for a while. Safe from any thread.
/// </summary>
/// <param name="code">The policies.</param>
/// <param name="breakers">Switches off what keeps failing.</param>
/// <param name="clock">What their time is measured by.</param>
/// <param name="logger">For what fails.</param>
public sealed partial class SipPolicies(ISipPolicyCode code, BreakerBoard breakers, TimeProvider clock, ILogger logger)
{
    private const int LinesPerSecond = 10;

    /// <summary>Time that one may take.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(1);

    private readonly LogBudget _budget = new(clock, LinesPerSecond);
    private long _applied;
    private long _failed;
    private long _slow;
    private long _skipped;

    /// <summary>Edits that were made.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Edits that threw, and were undone.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Edits that were made and took too long.</summary>
    public long Slow => Interlocked.Read(ref _slow);

    /// <summary>Edits that were not asked for, because the policy failed so often of late.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Whether an account has any. Nothing is made for the answer.</summary>
    internal bool Any(Account account) => code.HasPolicies(account);

    /// <summary>Has each of the account's policies edit a request that leaves. On the call's worker, and so is what follows.</summary>
    /// <param name="worker">The call's worker.</param>
    /// <param name="account">Whose policies.</param>
    /// <param name="call">The call.</param>
    /// <param name="request">The request.</param>
    /// <param name="done">Takes its header fields, each ended with CRLF.</param>
    internal void Edit(Worker worker, Account account, Guid call, RequestEdit request, Action<byte[]> done)
    {
        if (worker.TryLend(new PolicyRun(this, worker, account, call, request, done))) return;
        Interlocked.Increment(ref _skipped);
        done(request.Written());
    }

    /// <summary>The account's policies, in their order.</summary>
    internal IReadOnlyList<(string Plugin, string Policy)> Of(Account account) => code.PoliciesOf(account);

    /// <summary>A policy keeps its thread: the request has gone without its edit.</summary>
    internal void Stayed(string account, string plugin, string policy, Guid call)
    {
        Interlocked.Increment(ref _failed);
        breakers.Record(account, NameOf(plugin, policy), succeeded: false);
        if (_budget.TryTake(out var suppressed)) LogFailed(logger, policy, plugin, account, call, "it does not come back; the request has left without it", suppressed);
    }

    /// <summary>Has one edit the request.</summary>
    internal void Apply(PolicyRun run, string account, string plugin, string policy, Guid call, RequestEdit request)
    {
        var name = NameOf(plugin, policy);
        if (!breakers.TryEnter(account, name))
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        var begun = clock.GetTimestamp();
        string? problem = null;
        request.Begin();
        try
        {
            code.Apply(account, plugin, policy, request);
        }
        catch (Exception e)
        {
            problem = $"{e.GetType().Name}: {e.Message}";
        }

        if (run.IsTooLate) return;
        request.End(isKept: problem is null);
        var took = clock.GetElapsedTime(begun);
        Interlocked.Increment(ref problem is null ? ref _applied : ref _failed);
        if (problem is null && took > Allowance)
        {
            Interlocked.Increment(ref _slow);
            problem = $"it took {took.TotalMilliseconds:0.#} ms of the worker's thread; expected at most {Allowance.TotalMilliseconds:0} ms";
        }

        breakers.Record(account, name, problem is null);
        if (problem is not null && _budget.TryTake(out var suppressed)) LogFailed(logger, policy, plugin, account, call, problem, suppressed);
    }

    private static string NameOf(string plugin, string policy) => $"{plugin} policy {policy}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "SIP policy {Policy} of {Plugin} failed in a call of {Account} ({Call}): {Problem} ({Count} more the second before)")]
    private static partial void LogFailed(ILogger logger, string policy, string plugin, string account, Guid call, string problem, int count);
}
