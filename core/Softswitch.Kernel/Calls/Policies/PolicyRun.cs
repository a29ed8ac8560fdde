using Softswitch.Kernel.Accounts;
using Softswitch.Net;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// The policies of one INVITE, one after the other, as a guest of the call's worker: one that never comes back costs the request its edit and the worker a thread, and the call goes on.
/// </summary>
internal sealed class PolicyRun(SipPolicies policies, Worker worker, Account account, Guid call, RequestEdit request, Action<byte[]> done) : IGuest
{
    private (string Plugin, string Policy) _current;
    private int _isDone;

    /// <summary>Whether the INVITE has gone without waiting any longer.</summary>
    public bool IsTooLate => Volatile.Read(ref _isDone) != 0;

    void IGuest.Run()
    {
        foreach (var policy in policies.Of(account))
        {
            _current = policy;
            policies.Apply(this, account.Id, policy.Plugin, policy.Policy, call, request);
            if (IsTooLate) return;
        }

        Finish();
    }

    void IGuest.OnOverstayed()
    {
        if (Finish()) policies.Stayed(account.Id, _current.Plugin, _current.Policy, call);
    }

    void IGuest.OnLeft()
    {
    }

    private bool Finish()
    {
        if (Interlocked.Exchange(ref _isDone, 1) != 0) return false;
        // Of one that is still at it nothing is in there.
        var headers = request.Written();
        worker.Post(_ => done(headers), null);
        return true;
    }
}
