using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// One party of a call: its SIP session, its media and the description it gave last. A leg belongs to one call at a time
/// and is used on that call's worker; its session stays on the worker that its Call-ID chose, and is told there.
/// </summary>
internal sealed class Leg(Call call, Party party, ILegMedia media)
{
    private readonly LegActivity _activity = LegActivity.Of(call, party);
    private byte[]? _toldBefore;
    private LegState _state;

    /// <summary>The call it belongs to; an attended transfer moves it to another.</summary>
    public Call Call { get; set; } = call;

    /// <summary>Who is at the other end.</summary>
    public Party Party { get; } = party;

    /// <summary>Its media; another from when the switch first speaks to a party whose media went past it.</summary>
    public ILegMedia Media { get; set; } = media;

    /// <summary>Its SIP session; null until there is one.</summary>
    public InviteSession? Session { get; set; }

    /// <summary>Where it is in its life.</summary>
    public LegState State
    {
        get => _state;
        set
        {
            _activity.Change(_state, value);
            _state = value;
        }
    }

    /// <summary>The attempt it is being rung in, until that is decided.</summary>
    public DialAttempt? Attempt { get; set; }

    /// <summary>The leg it talks to.</summary>
    public Leg? Peer { get; set; }

    /// <summary>The party's description in force (SDP).</summary>
    public byte[]? Description { get; set; }

    /// <summary>What the party was last told (SDP): the answer to a mere refresh.</summary>
    public byte[]? Told { get; set; }

    /// <summary>An offer of the party that waits for the peer's answer.</summary>
    public byte[]? Offered { get; set; }

    /// <summary>Takes the party's description into force.</summary>
    public void Hear(byte[] description)
    {
        Description = description;
        Media.Apply(description);
    }

    /// <summary>Its phone responded provisionally to the INVITE.</summary>
    public void OnProgress(int status, byte[]? description)
    {
        if (description is not null) Hear(description);
        Attempt?.OnProgress(this, status, description);
    }

    /// <summary>Its phone answered the INVITE. With <paramref name="isOffer"/> the description waits for the answer of the leg's peer.</summary>
    public void OnAnswered(byte[]? description, bool isOffer)
    {
        if (State == LegState.Ended) return;
        State = LegState.Answered;
        if (description is not null) Hear(description);
        if (isOffer) Offered = description;
        Attempt?.OnAnswered(this);
    }

    /// <summary>A provisional response, with early media where there is a description.</summary>
    public void Ring(int status, byte[]? description)
    {
        if (description is not null) Told = description;
        Tell(session => session.Ring(status, description));
    }

    /// <summary>200 with the answer (or, to an INVITE without one, the offer).</summary>
    public void Answer(byte[] description)
    {
        State = LegState.Answered;
        Told = description;
        Tell(session => session.Answer(description));
    }

    /// <summary>A final refusal of its INVITE, 300 to 699.</summary>
    public void Reject(int status)
    {
        State = LegState.Ended;
        // RFC 3261 §21.5.4: without a Retry-After a 503 would be taken for a 500.
        Tell(session => session.Reject(status, headers: status == 503 ? "Retry-After: 5\r\n"u8 : default));
    }

    /// <summary>A final refusal with header fields, each ended with CRLF.</summary>
    public void Reject(int status, byte[] headers)
    {
        State = LegState.Ended;
        Tell(session => session.Reject(status, headers: headers));
    }

    /// <summary>Has its party re-negotiate: re-INVITE, or UPDATE while early.</summary>
    public void Offer(byte[] description)
    {
        _toldBefore = Told;
        Told = description;
        Tell(session => session.Offer(description));
    }

    /// <summary>Its party refused what it was offered: what it was told before is in force (RFC 3261 §14.1).</summary>
    public void OnOfferRejected() => Told = _toldBefore;

    /// <summary>Whether its conversation was set up and has not ended.</summary>
    public bool IsUp => State == LegState.Answered;

    /// <summary>The answer to the offer its party made, be it in its INVITE or later.</summary>
    public void AnswerOffer(byte[] description)
    {
        if (!IsUp && Session is { IsOutgoing: false })
        {
            Answer(description);
            return;
        }

        Told = description;
        Tell(session => session.AnswerOffer(description));
    }

    /// <summary>The offer its party made cannot be met.</summary>
    public void RejectOffer(int status) => Tell(session => session.RejectOffer(status));

    /// <summary>Ends it, by whichever message its state asks for.</summary>
    public void Hangup(EndCause cause)
    {
        if (State == LegState.Ended) return;
        State = LegState.Ended;
        Tell(session => session.Hangup(cause));
    }

    /// <summary>Does <paramref name="action"/> on the session's own worker: at once, unless a transfer has brought the leg from another.</summary>
    public void Tell(Action<InviteSession> action)
    {
        if (Session is not null)
            Session.Worker.Run(static order => ((Order)order!).Run(), new Order(Session, action));
    }

    private sealed record Order(InviteSession Session, Action<InviteSession> Action)
    {
        public void Run() => Action(Session);
    }
}

/// <summary>Life of a leg.</summary>
internal enum LegState
{
    /// <summary>Not answered yet.</summary>
    Calling,

    /// <summary>200 sent or received.</summary>
    Answered,

    /// <summary>Ended, or being ended by us.</summary>
    Ended,
}
