using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// A subscription of ours (RFC 6665 §4.1): subscribes, takes the dialog of the first NOTIFY, refreshes before its time is over, and ends
/// when it is given up, refused, or silent for 64 × T1 (timer N).
/// </summary>
public sealed class ClientSubscription : IClientTransactionUser
{
    private readonly SubscriptionClient _client;
    private readonly ISubscriptionUser _user;
    private readonly ISipCredentials? _credentials;
    private readonly byte[] _event;
    private readonly byte[] _accept;
    private readonly WheelTimer _timer;
    private Dialog _dialog;
    private long _seconds;
    private bool _isEstablished;
    private bool _isNotified;
    private bool _isEnded;
    private bool _hasAnsweredChallenge;

    internal ClientSubscription(SubscriptionClient client, in OutgoingSubscription outgoing, ReadOnlySpan<byte> callId, ulong localTag)
    {
        _client = client;
        _user = outgoing.User;
        _credentials = outgoing.Credentials;
        _event = outgoing.Event.ToArray();
        _accept = outgoing.Accept.ToArray();
        _seconds = (long)outgoing.Expires.TotalSeconds;
        _dialog = Dialog.ForOwnRequest(
            new DialogStart
            {
                Target = outgoing.Target,
                RequestUri = outgoing.RequestUri,
                From = outgoing.From,
                To = outgoing.To,
                Route = outgoing.Route,
            },
            callId,
            localTag);
        _timer = new WheelTimer(static subscription => ((ClientSubscription)subscription!).OnTimer(), this);
    }

    internal ulong LocalTag => _dialog.LocalTag;

    /// <summary>Gives it up (§4.1.2.3): the notifier's last NOTIFY, or its silence, ends it.</summary>
    public void Unsubscribe()
    {
        if (_isEnded || _seconds == 0) return;
        _seconds = 0;
        if (_isEstablished) Subscribe();
    }

    internal void Start() => Subscribe();

    internal void OnNotify(ServerTransaction transaction, SipMessage notify, in SipPeer from)
    {
        if (!notify.CallId.SequenceEqual(_dialog.CallId) || !IsOurs(notify, from) || !IsOurEvent(notify))
        {
            transaction.Respond(481);
            return;
        }

        if (!_dialog.TryAccept(notify, from))
        {
            transaction.Respond(500);
            return;
        }

        _dialog.RefreshTarget(notify);
        transaction.Respond(200);
        var wasFirst = !_isNotified;
        _isNotified = true;
        _user.OnNotified(this, notify);
        if (_isEnded) return;
        var state = notify[HeaderName.SubscriptionState];
        if (IsTerminated(state)) End(200);
        else if (_seconds == 0 && wasFirst) Subscribe();
        else Schedule(state);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        var status = response.StatusCode;
        if (_isEnded || status < 200) return;
        if (status < 300) OnAccepted(response);
        else if (status is 401 or 407 && TryAnswer(response)) return;
        else if (status == 423 && response.TryGetSeconds(HeaderName.MinExpires, out var minimum) && minimum > _seconds && _seconds > 0)
        {
            _seconds = minimum;
            Subscribe();
        }
        else End(status);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure) => End(408);

    private static bool IsTerminated(ReadOnlySpan<byte> state)
    {
        var semicolon = state.IndexOf((byte)';');
        return HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(semicolon < 0 ? state : state[..semicolon]), "terminated"u8);
    }

    private void OnAccepted(SipMessage response)
    {
        _hasAnsweredChallenge = false;
        if (!_isEstablished)
        {
            _dialog = Dialog.ForResponse(_dialog, response);
            _isEstablished = true;
            if (_seconds > 0 && response.TryGetSeconds(HeaderName.Expires, out var granted) && granted > 0) _seconds = Math.Min(_seconds, granted);
        }

        // Timer N: whoever accepts has to notify (§4.1.2.4); a NOTIFY to come sets the time of the refresh.
        if (!_isNotified || _seconds == 0) StartTimer(_client.Sessions.Timers.Transaction);
        else StartTimer(RefreshAfter(_seconds));
    }

    /// <summary>Whether the NOTIFY is of our dialog. The first one may come before the 2xx and makes it then; another fork's is not wanted (§4.1.2.4).</summary>
    private bool IsOurs(SipMessage notify, in SipPeer from)
    {
        if (_isEstablished) return _dialog.Owns(notify);
        var sent = _dialog.LocalCSeq;
        _dialog = Dialog.ForRequest(notify, LocalTag, from);
        while (_dialog.LocalCSeq < sent) _dialog.NextCSeq();
        _isEstablished = true;
        return true;
    }

    private bool IsOurEvent(SipMessage notify) =>
        EventHeader.TryParse(notify[HeaderName.Event], out var header) && EventHeader.TryParse(_event, out var own) && own.IsSame(header);

    private void Schedule(ReadOnlySpan<byte> state)
    {
        if (_seconds == 0) return;
        var semicolon = state.IndexOf((byte)';');
        if (semicolon >= 0 && HeaderSyntax.TryGetParameter(state[(semicolon + 1)..], "expires"u8, out var text)
            && HeaderSyntax.TryParseSeconds(text, out var left) && left > 0)
            StartTimer(RefreshAfter(Math.Min(left, _seconds)));
        else
            StartTimer(RefreshAfter(_seconds));
    }

    /// <summary>Milliseconds after which to refresh what lasts <paramref name="seconds"/>: well before, but never in a hurry.</summary>
    private static long RefreshAfter(long seconds) => Math.Max(1000, seconds * 900);

    private void StartTimer(long milliseconds) => _client.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(milliseconds));

    private void OnTimer()
    {
        if (_isNotified && _seconds > 0) Subscribe();
        else End(_isNotified ? 200 : 408);
    }

    private bool TryAnswer(SipMessage challenge)
    {
        if (_credentials is null || _hasAnsweredChallenge) return false;
        var headers = _client.Sessions.Scratch.Clear();
        if (!_credentials.TryAnswer(challenge, "SUBSCRIBE"u8, _dialog.RequestUri, headers)) return false;
        _hasAnsweredChallenge = true;
        Subscribe(headers.Written);
        return true;
    }

    private void Subscribe(ReadOnlySpan<byte> credentials = default)
    {
        var sessions = _client.Sessions;
        var request = sessions.Transactions.NewRequest(SipMethod.Subscribe, _dialog.RequestUri, _dialog.NextHop());
        _dialog.WriteHeaders(request.Writer, SipMethod.Subscribe, _dialog.NextCSeq());
        sessions.WriteContact(request.Writer, _dialog);
        request.Writer.Header(HeaderName.Event, _event).Header(HeaderName.Accept, _accept).Header(HeaderName.Expires, _seconds)
            .Text(credentials).Text(sessions.Capabilities.UserAgent);
        request.Send(this);
    }

    private void End(int status)
    {
        if (_isEnded) return;
        _isEnded = true;
        _client.Worker.Timers.Stop(_timer);
        _client.Remove(this);
        _user.OnEnded(this, status);
    }
}
