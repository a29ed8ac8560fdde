using Softswitch.Media;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>
/// The switch's own media: it answers for itself, plays, and hears keys. Its ports are those of the caller's leg, so the phone sees no address change when
/// somebody is bridged in afterwards. In an account whose media goes from phone to phone, that of a call comes through the switch from the first
/// thing it plays or hears to the call's end: going back would cost both phones another negotiation, and the relay far less.
/// </content>
internal sealed partial class Call
{
    private CallerKeys? _keys;
    private bool _isThroughSwitch;
    private bool _isSpeaking;
    private bool _isRingingToCaller;

    /// <summary>The caller's keys.</summary>
    public CallerKeys Keys => _keys ??= new CallerKeys(this);

    /// <summary>Whether the caller's phone has confirmed the answer.</summary>
    public bool IsConfirmed => Caller is { IsUp: true, Session.State: SessionState.Confirmed };

    /// <summary>Answers with the switch's own description; false where there is none that the caller could take.</summary>
    public bool TryAnswerItself()
    {
        TakeMedia();
        // What a 183 has said is the answer already.
        if ((Caller.Told ?? OwnDescription()) is not { } description) return false;
        _isSpeaking = true;
        Caller.Answer(description);
        Record.Answered();
        OnAnswered();
        TuneVoice();
        return true;
    }

    /// <summary>Sees to it that the switch can speak with the caller: early media where they are not answered, a new offer where what they were told does not do.</summary>
    public SpeechState PrepareSpeech(out VoiceFormat? format)
    {
        TakeMedia();
        format = TuneVoice();
        if (format is not null) return SpeechState.Ready;
        if (Caller.IsUp)
        {
            // Its answer may still wait for an ACK that brings the caller's description.
            if (Caller.Description is null) return SpeechState.Asked;
            if (Caller.Media.Present(SwitchDescription.Offer(Caller.Told ?? Caller.Description)) is not { } offer) return SpeechState.Impossible;
            _isSpeaking = true;
            Caller.Offer(offer);
            return SpeechState.Asked;
        }

        // Without an offer of the caller's there is no early media: they have to be answered.
        if (Caller.Description is null) return TryAnswerItself() ? SpeechState.Asked : SpeechState.Impossible;
        if (OwnDescription() is not { } description) return SpeechState.Impossible;
        _isSpeaking = true;
        Caller.Ring(183, description);
        format = TuneVoice();
        return format is null ? SpeechState.Impossible : SpeechState.Ready;
    }

    /// <summary>Has the switch speak as was agreed with the caller; null where nothing was that it could speak in.</summary>
    public VoiceFormat? TuneVoice()
    {
        if (Caller.Media.Voice is not { } voice || Caller.Told is not { } told || Caller.Description is not { } description) return null;
        if (SwitchDescription.FormatFor(description, told) is not { } format) return null;
        voice.Tune(format);
        voice.Listen(Keys);
        return format;
    }

    /// <summary>An INFO of a party: the keys of a caller who is alone with the switch are the switch's; all else, with picture requests (RFC 5168), is for the other phone.</summary>
    public void OnInfo(Leg leg, byte[] contentType, byte[] body)
    {
        if (leg.Peer is { } peer) peer.Tell(session => session.Send(SipMethod.Info, contentType, body));
        else if (leg == Caller && State == CallState.Routing && InfoDigits.TryRead(contentType, body, out var digit)) Keys.OnInfo(digit);
    }

    /// <summary>Silences the ringing tone.</summary>
    public void StopRinging()
    {
        if (!_isRingingToCaller) return;
        _isRingingToCaller = false;
        Caller.Media.Voice?.Stop();
    }

    private ILegMedia NewMedia() => Manager.Services.Media.NewLeg(Start.Account, (uint)Start.Id.GetHashCode(), _isThroughSwitch);

    private void SendRinging(int status)
    {
        if (Caller.IsUp || _ringSent) return;
        _ringSent = true;
        Caller.Ring(status, null);
    }

    /// <summary>The caller's media comes through the switch from now on, and that of whoever is rung for them.</summary>
    private void TakeMedia()
    {
        if (Caller.Media.Voice is not null) return;
        _isThroughSwitch = true;
        var before = Caller.Media;
        Caller.Media = NewMedia();
        if (Caller.Description is { } description) Caller.Media.Apply(description);
        // They were told another's addresses, if anything.
        Caller.Told = null;
        before.Close();
    }

    private byte[]? OwnDescription()
    {
        if (Caller.Description is not { } offer) return Caller.Media.Present(SwitchDescription.Offer(null));
        return SwitchDescription.Answer(offer) is { } answer ? Caller.Media.Present(answer) : null;
    }

    /// <summary>The caller, alone with the switch, offers (a hold, another codec), or asks for an offer.</summary>
    private void AnswerItself(byte[]? offer)
    {
        TakeMedia();
        _isSpeaking = true;
        if (offer is null)
        {
            if (Caller.Media.Present(SwitchDescription.Offer(Caller.Told)) is { } own) Caller.AnswerOffer(own);
            else Caller.RejectOffer(488);
            return;
        }

        if (SwitchDescription.Answer(offer) is not { } answer || Caller.Media.Present(answer) is not { } presented)
        {
            Caller.RejectOffer(488);
            return;
        }

        Caller.Hear(offer);
        Caller.AnswerOffer(presented);
        TuneVoice();
    }

    /// <summary>A caller who was answered hears no 180: the switch rings for them.</summary>
    private void LetHearRinging()
    {
        if (_isRingingToCaller || TuneVoice() is not { } format) return;
        _isRingingToCaller = true;
        Caller.Media.Voice!.Play(RingingTone.For(format.Codec), static (_, _) => { }, null);
    }

    private void HearEarly(Leg leg)
    {
        StopRinging();
        Connect(Caller, leg);
    }
}
