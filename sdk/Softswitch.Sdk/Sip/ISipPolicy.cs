namespace Softswitch.Sdk.Sip;

/// <summary>
/// Edits header fields of INVITEs that leave the switch for accounts whose plan uses it. It is pure: it sees the request, waits for nothing, and is given 1 ms of the call's worker. One that throws
/// leaves the request as it was; one that throws or takes longer in half of its runs (of at least 10 in 30 s) is not asked for 15 s. Policies of several plugins follow each other in the order of
/// the plugins' ids, each with what the ones before have left.
/// </summary>
public interface ISipPolicy
{
    /// <summary>Edits the request.</summary>
    void Apply(ISipRequestEditor request);
}

/// <summary>
/// A request on its way out. Fields that SIP itself stands on (Via, From, To, Call-ID, CSeq, Contact, Route, Max-Forwards, Content-Length and the like) cannot be changed; of these
/// From (without its tag), To and Max-Forwards can be read, the others are chosen when the request is sent.
/// </summary>
public interface ISipRequestEditor
{
    /// <summary>The call's account.</summary>
    string Account { get; }

    /// <summary>Who calls.</summary>
    CallParty Caller { get; }

    /// <summary>Where it goes.</summary>
    DialTarget Target { get; }

    /// <summary>Values of a header field, in their order.</summary>
    IReadOnlyList<string> Get(string name);

    /// <summary>Adds a header field; a request has room for 32.</summary>
    /// <param name="name">A token (RFC 3261 §25.1), at most 64 characters.</param>
    /// <param name="value">At most 1000 characters, none of them a control character.</param>
    /// <exception cref="ArgumentException">The field is SIP's own, the name or value cannot be written, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">The policy has returned already.</exception>
    /// <exception cref="PermissionDeniedException">A layer has withheld <c>sip.headers.write</c> of this field.</exception>
    void Add(string name, string value);

    /// <summary>Removes a header field with all its values.</summary>
    /// <exception cref="ArgumentException">The field is SIP's own.</exception>
    /// <exception cref="InvalidOperationException">The policy has returned already.</exception>
    /// <exception cref="PermissionDeniedException">A layer has withheld <c>sip.headers.write</c> of this field.</exception>
    void Remove(string name);
}
