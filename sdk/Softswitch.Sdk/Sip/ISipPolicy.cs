namespace Softswitch.Sdk.Sip;

/// <summary>
/// Edits header fields of INVITEs that leave the switch for accounts whose plan uses it. It is pure: it sees the request and its options, waits for nothing, and is given 1 ms of the
/// call's worker; one that throws or takes longer leaves the request as it was, and is counted.
/// </summary>
public interface ISipPolicy
{
    /// <summary>Edits the request.</summary>
    void Apply(ISipRequestEditor request);
}

/// <summary>A request on its way out. Fields that SIP itself stands on (Via, From, To, Call-ID, CSeq, Contact, Route, Max-Forwards, Content-Length and the like) can be read and not changed.</summary>
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

    /// <summary>Adds a header field.</summary>
    /// <param name="name">A token (RFC 3261 §25.1), at most 64 characters.</param>
    /// <param name="value">At most 1000 characters, none of them a control character.</param>
    /// <exception cref="ArgumentException">The field is SIP's own, or the name or value cannot be written.</exception>
    void Add(string name, string value);

    /// <summary>Removes a header field with all its values.</summary>
    /// <exception cref="ArgumentException">The field is SIP's own.</exception>
    void Remove(string name);
}
