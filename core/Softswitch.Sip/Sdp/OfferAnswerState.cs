namespace Softswitch.Sip.Sdp;

/// <summary>How far the exchange of offer and answer is.</summary>
public enum OfferAnswerState
{
    /// <summary>None yet, or the only offer was withdrawn.</summary>
    Empty,

    /// <summary>We have offered and wait for the answer.</summary>
    Offered,

    /// <summary>The peer has offered and waits for our answer.</summary>
    Asked,

    /// <summary>Both sides have a description in force.</summary>
    Settled,
}
