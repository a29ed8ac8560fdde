namespace Softswitch.Sip;

/// <summary>A REFER that we received within a session, and the subscription it makes (RFC 3515).</summary>
public sealed class ReferRequest
{
    private ServerTransaction? _transaction;
    private bool _isActive;
    private bool _isNotifying;
    private int _nextStatus;
    private byte[]? _nextReason;

    internal ReferRequest(
        InviteSession session, ServerTransaction transaction, uint id, byte[] referTo, byte[]? referredBy, bool notifies)
    {
        _transaction = transaction;
        Session = session;
        Id = id;
        ReferTo = referTo;
        ReferredBy = referredBy;
        Notifies = notifies;
    }

    /// <summary>The session it came in.</summary>
    public InviteSession Session { get; }

    /// <summary>CSeq of the REFER: the <c>id</c> of its event (RFC 3515 §2.4.6).</summary>
    public uint Id { get; }

    /// <summary>Value of Refer-To as received, perhaps with Replaces in its URI's headers.</summary>
    public byte[] ReferTo { get; }

    /// <summary>Value of Referred-By as received (RFC 3892), or null.</summary>
    public byte[]? ReferredBy { get; }

    /// <summary>Whether the referrer wants to be notified; false after <c>Refer-Sub: false</c> (RFC 4488).</summary>
    public bool Notifies { get; }

    /// <summary>Answers 202 and, where wanted, notifies of <c>100 Trying</c>.</summary>
    public void Accept()
    {
        if (_transaction is not { } transaction) return;
        _transaction = null;
        Session.RespondToRefer(transaction, 202, Notifies);
        _isActive = Notifies;
        if (Notifies) Notify(100);
        else Session.Forget(this);
    }

    /// <summary>Refuses with 300 to 699. No effect after <see cref="Accept"/>.</summary>
    public void Reject(int status)
    {
        if (_transaction is not { } transaction) return;
        _transaction = null;
        Session.RespondToRefer(transaction, status is >= 300 and < 700 ? status : 603, notifies: true);
        Session.Forget(this);
    }

    /// <summary>
    /// Notifies of a response the new call got (100 to 699). A final status ends the subscription. No effect where nobody wants to know
    /// or the session is over.
    /// </summary>
    public void Notify(int status, ReadOnlySpan<byte> reason = default)
    {
        if (!_isActive || status is < 100 or > 699) return;
        if (_isNotifying)
        {
            // One NOTIFY after the other, so that none overtakes; only the newest news counts.
            if (_nextStatus >= 200) return;
            _nextStatus = status;
            _nextReason = reason.IsEmpty ? null : reason.ToArray();
            return;
        }

        _isNotifying = true;
        Session.SendNotify(this, status, reason);
        if (status < 200) return;
        _isActive = false;
        Session.Forget(this);
    }

    /// <summary>The referrer answered a NOTIFY, or failed to.</summary>
    internal void OnNotified(int status)
    {
        _isNotifying = false;
        // RFC 6665 §4.2.2: it does not know the subscription any more.
        if (status is 481 or 408 or 503)
        {
            _isActive = false;
            Session.Forget(this);
            return;
        }

        var next = _nextStatus;
        _nextStatus = 0;
        if (next > 0) Notify(next, _nextReason);
    }

    /// <summary>The session is over.</summary>
    internal void End()
    {
        _isActive = false;
        _transaction?.Respond(487);
        _transaction = null;
    }
}
