namespace Softswitch.Sip;

// The early dialogs of our INVITE, and their reliable provisional responses (RFC 3261 §13.2.2.1, RFC 3262 §4).
public sealed partial class InviteSession
{
    private Fork? _forks;

    /// <summary>One early dialog: what a To tag in a provisional response stands for.</summary>
    private sealed class Fork(Dialog dialog, Fork? next)
    {
        public readonly Dialog Dialog = dialog;
        public readonly Fork? Next = next;

        /// <summary>RSeq of the last reliable response taken, or 0.</summary>
        public uint RSeq;

        /// <summary>CSeq and RSeq of the reliable response whose offer our PRACK has to answer.</summary>
        public uint OfferRSeq;

        /// <summary>SDP of the last provisional response that had some.</summary>
        public byte[]? Sdp;
    }

    private Fork? ForkOf(SipMessage response)
    {
        var tag = response.ToTag;
        var count = 0;
        for (var fork = _forks; fork is not null; fork = fork.Next, count++)
        {
            if (fork.Dialog.RemoteTag.SequenceEqual(tag)) return fork;
        }

        if (count >= _layer.Options.ForkLimit) return null;
        return _forks = new Fork(Dialog.ForResponse(_call!, response), _forks);
    }

    /// <summary>Whether one of its dialogs is with this tag of the peer.</summary>
    internal bool HasRemoteTag(ReadOnlySpan<byte> tag)
    {
        for (var fork = _forks; fork is not null; fork = fork.Next)
        {
            if (fork.Dialog.RemoteTag.SequenceEqual(tag)) return true;
        }

        return RemoteTag.SequenceEqual(tag);
    }

    private Dialog? DialogOf(SipMessage request)
    {
        if (_forks is null) return _dialog.Owns(request) ? _dialog : null;
        for (var fork = _forks; fork is not null; fork = fork.Next)
        {
            if (fork.Dialog.Owns(request)) return fork.Dialog;
        }

        return null;
    }

    /// <summary>Acknowledges a reliable response. False where it is a retransmission, or one before it is missing (RFC 3262 §4).</summary>
    private bool TryTakeReliable(Fork fork, SipMessage response)
    {
        if (!response.HasOption(HeaderName.Require, "100rel"u8)) return true;
        if (!HeaderSyntax.TryParseSeconds(response[HeaderName.RSeq], out var number) || number == 0) return true;
        if (fork.RSeq != 0 && number != fork.RSeq + 1) return false;
        if (_exchange == Exchange.OurWish && response.TryGetBody(SdpType, out _))
        {
            fork.RSeq = fork.OfferRSeq = number;
            fork.Dialog.Establish(response);
            return true;
        }

        // An offer of a second fork while the first one's is unanswered is left to be sent again.
        if (_exchange == Exchange.TheirProvisional && fork.OfferRSeq == 0 && fork.Sdp is null && response.TryGetBody(SdpType, out _)) return false;
        fork.RSeq = number;
        SendPrack(fork.Dialog, number, null);
        return true;
    }

    private void SendPrack(Dialog dialog, uint number, byte[]? sdp)
    {
        var request = Begin(dialog, SipMethod.Prack, dialog.NextCSeq());
        request.Writer.Begin(HeaderName.RAck).Number(number).Text(" "u8).Number(_inviteCSeq).Text(" INVITE"u8).End();
        request.Send(SdpType, sdp, this);
    }

    /// <summary>What a provisional response says of media: answer, preview of one, or offer.</summary>
    private byte[]? TakeEarlySdp(Fork fork, SipMessage response)
    {
        var sdp = SdpOf(response, fork.Sdp);
        if (sdp is null) return null;
        var isReliable = response.HasOption(HeaderName.Require, "100rel"u8);
        switch (_exchange)
        {
            case Exchange.OurInvite:
                fork.Sdp = sdp;
                // Reliable, it is the answer; otherwise the 2xx will say it again (RFC 3261 §13.2.1).
                RemoteSdp = sdp;
                if (isReliable) _exchange = Exchange.None;
                return sdp;
            case Exchange.OurWish when isReliable:
                fork.Sdp = RemoteSdp = sdp;
                _exchange = Exchange.TheirProvisional;
                return sdp;
            case Exchange.None:
                fork.Sdp = sdp;
                return sdp;
            default:
                // RFC 3261 §13.2.1: an offer comes in a reliable response only.
                return null;
        }
    }

    private void AnswerInPrack(byte[] sdp)
    {
        for (var fork = _forks; fork is not null; fork = fork.Next)
        {
            if (fork.OfferRSeq == 0) continue;
            SendPrack(fork.Dialog, fork.OfferRSeq, sdp);
            fork.OfferRSeq = 0;
        }
    }
}
