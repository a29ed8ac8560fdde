using Softswitch.Net;

namespace Softswitch.Sip;

public sealed partial class TransactionLayer
{
    private readonly Dictionary<ulong, ClientTransaction> _clients = [];
    private readonly LingeringTable _clientsLong;
    private readonly LingeringTable _clientsShort;
    private readonly RefusedStreams _refusedStreams = new();
    private readonly SipMessage _own = new();

    /// <summary>
    /// Begins a request to <paramref name="target"/>: request line, our Via with a fresh branch and rport, Max-Forwards
    /// (0 to 255; a request that is passed on has one less than it came with).
    /// </summary>
    public ClientRequest NewRequest(SipMethod method, scoped ReadOnlySpan<byte> uri, scoped in SipPeer target, int maxForwards = 70)
    {
        var number = Random.NextUInt64();
        Writer.Request(SipMethods.NameOf(method), uri);
        ViaBranch.Write(Writer, Sender.LocalFor(target), number);
        Writer.Header(HeaderName.MaxForwards, maxForwards);
        return new ClientRequest(this, method, target, number);
    }

    /// <summary>Sends what stands in the writer in a transaction of its own.</summary>
    internal ClientTransaction Start(SipMethod method, in SipPeer target, ulong number, IClientTransactionUser? user, object? context)
    {
        var request = Writer.Written;
        var way = WayFor(target, request.Length);
        if (way.Transport != target.Transport) request = WithVia(request, way, number);
        var transaction = new ClientTransaction(this, method, way, number, user, context);
        _clients[transaction.Key] = transaction;
        Counters.RequestsSent++;
        transaction.Begin(request, hasMovedToStream: way.Transport != target.Transport);
        return transaction;
    }

    /// <summary>The same request with the Via of another transport, in the writer.</summary>
    internal ReadOnlySpan<byte> WithVia(ReadOnlySpan<byte> request, scoped in SipPeer target, ulong number)
    {
        var copy = request.ToArray().AsSpan();
        var start = copy.IndexOf("\r\nVia: "u8) + "\r\n"u8.Length;
        var end = start + copy[start..].IndexOf("\r\n"u8) + "\r\n"u8.Length;
        Writer.Clear().Text(copy[..start]);
        ViaBranch.Write(Writer, Sender.LocalFor(target), number);
        return Writer.Text(copy[end..]).Written;
    }

    /// <summary>Writes the ACK to a final response of 300–699 (RFC 3261 §17.1.1.3).</summary>
    internal void WriteAck(ReadOnlySpan<byte> invite, SipMessage response)
    {
        BeginLike(invite, SipMethod.Ack, response[HeaderName.To]);
        Writer.EndWithoutBody();
    }

    /// <summary>Sends the CANCEL of <paramref name="invite"/> (§9.1) in a transaction of its own, whose result matters to nobody.</summary>
    internal void SendCancel(ReadOnlySpan<byte> invite, ReadOnlySpan<byte> reason, in SipPeer target, ulong number)
    {
        BeginLike(invite, SipMethod.Cancel, default);
        if (!reason.IsEmpty) Writer.Header(HeaderName.Reason, reason);
        Writer.EndWithoutBody();
        var cancel = new ClientTransaction(this, SipMethod.Cancel, target, number, user: null, context: null);
        _clients[cancel.Key] = cancel;
        Counters.RequestsSent++;
        cancel.Begin(Writer.Written, hasMovedToStream: false);
    }

    internal void Remove(ClientTransaction transaction) => _clients.Remove(transaction.Key);

    internal void Linger(ClientTransaction transaction, int duration, ReadOnlySpan<byte> message)
    {
        var table = duration == Timers.Transaction ? _clientsLong : _clientsShort;
        table.Add(ClientKey(transaction.Key, transaction.Method), (byte)transaction.State, 0, transaction.Target, message);
    }

    internal void NoteStreamRefused(in SipPeer peer) => _refusedStreams.Add(peer.Remote, Worker.Timers.Now);

    private void OnResponse(SipMessage response, in SipPeer from)
    {
        if (!RequestInspector.IsForUs(response) || !ViaBranch.TryRead(response[HeaderName.Via], out var number))
        {
            Counters.Dropped++;
            return;
        }

        var key = ClientTransaction.KeyOf(response.Method, number);
        if (!_clients.TryGetValue(key, out var transaction))
        {
            OnLateResponse(ClientKey(key, response.Method), response, from);
        }
        else if (transaction.Method == response.Method)
        {
            Counters.Responses++;
            transaction.Receive(response, from);
        }
        else
        {
            Counters.Dropped++;
        }
    }

    private void OnLateResponse(in TransactionKey key, SipMessage response, in SipPeer from)
    {
        if (!_clientsLong.TryFind(key, out var found) && !_clientsShort.TryFind(key, out found))
        {
            Counters.Dropped++;
            return;
        }

        Counters.RetransmissionsReceived++;
        if (response.Method != SipMethod.Invite) return;
        var input = response.StatusCode switch
        {
            < 200 => ClientInput.Provisional,
            < 300 => ClientInput.Success,
            _ => ClientInput.Rejection,
        };
        var step = ClientInviteMachine.Next((ClientState)found.State, input);
        if (step.Does(ClientActions.Acknowledge) && !found.Message.IsEmpty) Sender.Send(found.Peer, found.Message);
        if (step.Does(ClientActions.Deliver)) User.OnStrayResponse(response, from);
    }

    private static TransactionKey ClientKey(ulong key, SipMethod method) => new(default, default, 0, method, key);

    /// <summary>Request line, Via, Max-Forwards, Route, From, To, Call-ID and CSeq as a request of ours has them, for another method.</summary>
    private void BeginLike(ReadOnlySpan<byte> invite, SipMethod method, ReadOnlySpan<byte> to)
    {
        // The body may be gone, which is what the reading would end with; the header is all there.
        _ = _own.TryParse(invite, SipLimits.Default, out _);
        Writer.Request(SipMethods.NameOf(method), _own.RequestUri)
            .Header(HeaderName.Via, _own[HeaderName.Via])
            .Header(HeaderName.MaxForwards, 70);
        if (_own.Has(HeaderName.Route))
        {
            foreach (var route in _own.Values(HeaderName.Route)) Writer.Header(HeaderName.Route, route);
        }

        Writer.Header(HeaderName.From, _own[HeaderName.From])
            .Header(HeaderName.To, to.IsEmpty ? _own[HeaderName.To] : to)
            .Header(HeaderName.CallId, _own.CallId)
            .Begin(HeaderName.CSeq).Number(_own.CSeqNumber).Text(" "u8).Text(SipMethods.NameOf(method)).End();
    }

    /// <summary>A request too long for a datagram goes over TCP (§18.1.1), unless we do not listen there or the peer did not answer there.</summary>
    private SipPeer WayFor(in SipPeer target, int length)
    {
        if (target.Transport != SipTransport.Udp || _limits.DatagramLength == 0 || length <= _limits.DatagramLength) return target;
        if (_refusedStreams.Contains(target.Remote, Worker.Timers.Now)) return target;
        var stream = target with { Transport = SipTransport.Tcp, Connection = 0 };
        return Sender.CanReach(stream) ? stream : target;
    }
}
