using Softswitch.Kernel.Accounts;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// An INVITE with Replaces (RFC 3891): a new leg wants the place of one that we have already. Which call that is in, and
/// on which worker, only the dialog's name tells.
/// </summary>
internal static class Takeover
{
    /// <summary>Finds the leg to be replaced and has its call take the new session in; refuses where there is none in the caller's account.</summary>
    public static void Begin(CallManager manager, InviteSession session, SipMessage invite, Account account, Extension caller)
    {
        if (!Replaces.TryParse(invite[HeaderName.Replaces], out var replaces))
        {
            session.Reject(400);
            return;
        }

        var name = DialogName.From(replaces);
        manager.Services.Sessions.Find(
            name.CallId,
            name.LocalTag,
            name.RemoteTag,
            (found, _) =>
            {
                // An account sees its own dialogs only; for any other there is no such dialog.
                if (found?.Owner is Leg leg && leg.Call.Start.Account.Id == account.Id)
                    leg.Call.Worker.Run(_ => leg.Call.OnReplaced(leg, session, Party.Of(caller), name.EarlyOnly), null);
                else
                    session.Worker.Run(_ => session.Reject(481), null);
            },
            null);
    }
}
