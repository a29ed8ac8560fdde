namespace Softswitch.Sip;

/// <summary>
/// Answers one method outside of INVITE dialogs: REGISTER, SUBSCRIBE, PUBLISH, MESSAGE, NOTIFY, REFER, OPTIONS. One handler per method,
/// given to <see cref="SessionLayer.Handle"/>.
/// </summary>
public interface IRequestHandler
{
    /// <summary>
    /// A request, also one with a To tag that is no session's (a subscription's dialog). It is answered now or later through
    /// <paramref name="transaction"/>; the message is valid until this returns.
    /// </summary>
    void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from);
}
