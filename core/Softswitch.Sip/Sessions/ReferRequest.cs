namespace Softswitch.Sip;

/// <summary>A REFER that we received within a session, and the subscription it makes (RFC 3515).</summary>
public sealed class ReferRequest
{
    internal ReferRequest(InviteSession session, uint id, byte[] referTo, byte[]? referredBy, bool notifies)
    {
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
    public bool Notifies { get; private set; }

    /// <summary>Answers 202 and, where wanted, notifies of <c>100 Trying</c>.</summary>
    public void Accept() => throw new NotImplementedException();

    /// <summary>Refuses with 300 to 699. No effect after <see cref="Accept"/>.</summary>
    public void Reject(int status) => throw new NotImplementedException();

    /// <summary>
    /// Notifies of a response the new call got (100 to 699). A final status ends the subscription. No effect where nobody wants to know
    /// or the session is over.
    /// </summary>
    public void Notify(int status, ReadOnlySpan<byte> reason = default) => throw new NotImplementedException();
}
