using Softswitch.Kernel.Storage;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>How the caller and whoever is rung for them come together, and part again.</content>
internal sealed partial class Call
{
    private Leg _first = null!;
    private Leg? _settling;
    private bool _ringSent;

    /// <summary>Whether the caller has been answered, or been told by the switch of its own media.</summary>
    private bool IsToldAlready => Caller.IsUp || _isSpeaking;

    /// <summary>A phone that is rung for the caller rings, or sends early media.</summary>
    public void OnCalleeRings(Leg leg, int status, byte[]? description)
    {
        Record.Rang();
        if (IsToldAlready)
        {
            // Nothing provisional follows an answer, nor another description the one in a 183: what can be heard goes the way that was agreed.
            if (description is null || Caller.Told is not { } told || Caller.Media.Voice is null || !SwitchDescription.Agrees(told, description)) LetHearRinging();
            else HearEarly(leg);
        }
        else if (description is not null && Caller.Media.Present(description) is { } early)
        {
            Connect(Caller, leg);
            Caller.Ring(status, early);
        }
        else if (!_ringSent || status is 181 or 182)
        {
            _ringSent = true;
            Caller.Ring(status == 183 ? 180 : status, null);
        }
    }

    /// <summary>What phones that are rung for the caller are offered; null where theirs is awaited.</summary>
    public byte[]? OfferForCallee() => Caller.IsUp ? OpenOffer.Of(Caller) ?? Caller.Description : Caller.Description;

    /// <summary>Who those phones are shown as calling.</summary>
    public ShownCaller ShownCaller(CallParty? shown)
    {
        if (shown is null) return new ShownCaller(Start.From);
        var extension = shown.Extension is { } number ? Start.Account.Extensions.GetValueOrDefault(number) : null;
        return new ShownCaller(new Party(shown.Number, shown.Name, extension, null), IsAsserted: true);
    }

    /// <summary>Somebody answered: the caller and they talk. Gives why not where their media cannot be brought together.</summary>
    public EndCause? TryJoin(Leg leg)
    {
        StopRinging();
        Callee = leg;
        if (leg.Description is not { } description) return EndCauses.NoMedia;
        Connect(Caller, leg);
        if (!TryTellCaller(description)) return Caller.Media.Refusal;
        BeginConversation(leg);
        return null;
    }

    /// <summary>The caller hears how the other party can be reached: in the answer to their INVITE or, where they have had that, in an offer if it is any news.</summary>
    private bool TryTellCaller(byte[] description)
    {
        if (!IsToldAlready)
        {
            if (Caller.Media.Present(description) is not { } answer) return false;
            Caller.Answer(answer);
            return true;
        }

        var told = Caller.Told;
        var isNews = told is null || Caller.Media.Voice is null || !SwitchDescription.Agrees(told, description);
        if (!Caller.IsUp)
        {
            // The first description was the answer (RFC 3261 §13.2.1); another one has to be an offer.
            if (told is null) return false;
            Caller.Answer(told);
        }

        if (!isNews) return true;
        if (Caller.Media.Present(description) is not { } presented) return false;
        _settling = Caller;
        Caller.Offer(presented);
        return true;
    }

    /// <summary>A leg has answered, or refused, what it was offered to make it fit the other one. True where that is what it was.</summary>
    private bool IsSettled(Leg leg)
    {
        if (leg == Caller && leg.Peer is null)
        {
            _operation?.OnDescribed();
            return true;
        }

        if (leg != _settling) return false;
        _settling = null;
        return true;
    }

    private void BeginConversation(Leg leg)
    {
        Callee = leg;
        State = CallState.Bridged;
        _hasParting = false;
        Connect(Caller, leg);
        Record.Answered(leg);
        OnAnswered();
    }

    /// <summary>
    /// The conversation is over, for the one who had answered has gone. The caller's flow goes on; where the caller's own place has been taken by
    /// somebody else meanwhile there is nobody left that it could be for.
    /// </summary>
    private void OnConversationOver(EndCause cause, CallEnder ender)
    {
        if (State == CallState.Ended) return;
        if (State != CallState.Bridged || Caller != _first || Caller.State == LegState.Ended || Bridging is not { } bridge)
        {
            EndBy(cause, ender);
            return;
        }

        Part();
        NoteParting(EndCauses.Forwarded(cause), ender);
        bridge.OnConversationOver();
    }

    /// <summary>The step has given the bridge up: whoever talks to the caller is hung up.</summary>
    public void LeaveCallee()
    {
        StopRinging();
        if (State != CallState.Bridged) return;
        var callee = Callee;
        Part();
        callee?.Hangup(EndCause.Normal);
    }

    private void Part()
    {
        State = CallState.Routing;
        _transfer?.Abandon();
        _transfer = null;
        if (_takeover is { } takeover)
        {
            _takeover = null;
            takeover.Coming.Reject(487);
            takeover.Leaving.Hangup(EndCause.Normal);
        }

        HangUpLeaving();
        _settling = _misled = null;
        Caller.Offered = null;
        Disconnect(Caller);
        Callee = null;
        _ringSent = false;
    }
}
