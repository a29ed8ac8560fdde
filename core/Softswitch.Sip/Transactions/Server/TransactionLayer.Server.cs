using System.Runtime.InteropServices;

namespace Softswitch.Sip;

public sealed partial class TransactionLayer
{
    private readonly Dictionary<ulong, ServerTransaction> _servers = [];
    private readonly HashSet<ulong> _marks = [];
    private readonly LingeringTable _serversLong;
    private readonly LingeringTable _serversShort;
    private readonly StatelessResponder _responder;
    private readonly SipWriter _keyScratch = new();
    private readonly SipWriter _digestScratch = new();

    /// <summary>Requests outside of dialogs that another copy would be merged with.</summary>
    internal int MarkedRequests => _marks.Count;

    /// <summary>A tag made from the request alone, so that a retransmission gets the same (RFC 3261 §8.2.7).</summary>
    internal ulong StatelessTag(ulong hash) => KeyedHash.Add(_hash.Begin(), hash);

    /// <summary>As <see cref="StatelessTag(ulong)"/>, for a request without a transaction.</summary>
    internal ulong StatelessTag(ReadOnlySpan<byte> via) => StatelessTag(KeyedHash.Add(_hash.Begin(), via));

    internal void Remove(ServerTransaction transaction)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrNullRef(_servers, transaction.Hash);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref first)) return;
        if (first == transaction)
        {
            if (transaction.NextOfHash is { } next) first = next;
            else _servers.Remove(transaction.Hash);
            return;
        }

        for (var at = first; at.NextOfHash is { } next; at = next)
        {
            if (next != transaction) continue;
            at.NextOfHash = transaction.NextOfHash;
            return;
        }
    }

    internal void Linger(in TransactionKey key, ServerState state, ulong mark, int duration, in SipPeer peer, ReadOnlySpan<byte> message)
    {
        var table = duration == Timers.Transaction ? _serversLong : _serversShort;
        table.Add(key, (byte)state, mark, peer, message);
    }

    /// <summary>Another copy of its request is no longer a merged one.</summary>
    internal void Unmark(ServerTransaction transaction)
    {
        Unmark(transaction.Mark);
        transaction.Mark = 0;
    }

    /// <summary>The same peer by a connection of its own to the sent-by of the response's first Via.</summary>
    internal SipPeer WithoutConnection(in SipPeer peer, ReadOnlySpan<byte> response)
    {
        _ = _own.TryParse(response, SipLimits.Default, out _);
        var port = TopVia.TryParse(_own[HeaderName.Via], out var via) ? via.SentByPort(peer) : peer.Remote.Port;
        return peer with { Remote = peer.Remote.WithPort(port), Connection = 0 };
    }

    private void Unmark(ulong mark)
    {
        if (mark != 0) _marks.Remove(mark);
    }

    private void OnRequest(SipMessage request, in SipPeer from)
    {
        if (!TopVia.TryParse(request[HeaderName.Via], out var via))
        {
            Counters.Dropped++;
            return;
        }

        var key = TransactionKey.Of(request, via, request.Method, _hash, _keyScratch);
        if (Find(key) is { } transaction) transaction.Receive(request, from);
        else if (OnLateRequest(key, request, from)) Counters.RetransmissionsReceived++;
        else if (request.Method == SipMethod.Ack) User.OnAck(request, from);
        else if (IsAcceptable(request, via, from, out var mark)) Begin(request, via, key, from, mark);
    }

    private ServerTransaction? Find(in TransactionKey key)
    {
        if (!_servers.TryGetValue(key.Hash, out var transaction)) return null;
        while (transaction is not null && !transaction.Is(key)) transaction = transaction.NextOfHash;
        return transaction;
    }

    private bool OnLateRequest(in TransactionKey key, SipMessage request, in SipPeer from)
    {
        if (!_serversLong.TryFind(key, out var found) && !_serversShort.TryFind(key, out found)) return false;
        var input = request.Method == SipMethod.Ack ? ServerInput.Ack : ServerInput.Request;
        var state = (ServerState)found.State;
        var step = key.Method == SipMethod.Invite
            ? ServerInviteMachine.Next(state, input)
            : ServerNonInviteMachine.Next(state, input);
        if (step.Does(ServerActions.Resend) && !found.Message.IsEmpty)
        {
            Counters.RetransmissionsSent++;
            Sender.Send(found.Peer, found.Message);
        }

        if (step.Does(ServerActions.Deliver)) User.OnAck(request, from);
        return true;
    }

    /// <summary>What is refused before it becomes a transaction: incomplete, merged, gone round too often, too much.</summary>
    private bool IsAcceptable(SipMessage request, in TopVia via, in SipPeer from, out ulong mark)
    {
        mark = 0;
        if (!MessageValidation.TryValidate(request, out var error))
        {
            Counters.Malformed++;
            _responder.Respond(request, via, from, 400, error.Text);
            return false;
        }

        var isOutsideDialog = request.ToTag.IsEmpty;
        if (isOutsideDialog && request.Method != SipMethod.Cancel)
        {
            mark = MarkOf(request);
            if (_marks.Contains(mark))
            {
                // Another way led the same request here (§8.2.2.2).
                _responder.Respond(request, via, from, 482);
                return false;
            }

            // We are the end of the way for anything but what is passed on to somebody.
            if (request.Method is SipMethod.Invite or SipMethod.Message && RequestInspector.InspectHops(request) is { IsGood: false } verdict)
            {
                _responder.Respond(request, via, from, verdict.Status);
                return false;
            }
        }

        var bound = isOutsideDialog ? _limits.ServerTransactions : _limits.ServerTransactions + (_limits.ServerTransactions / 4);
        if (_servers.Count < bound) return true;
        Counters.Refused++;
        _responder.Respond(request, via, from, 503);
        return false;
    }

    private void Begin(SipMessage request, in TopVia via, in TransactionKey key, in SipPeer from, ulong mark)
    {
        Counters.Requests++;
        var needsTag = request.ToTag.IsEmpty;
        var digest = RequestDigest.Of(request, via, key, from, needsTag, Buffers, _digestScratch);
        var transaction = new ServerTransaction(this, request.Method, digest, key.Hash, mark, from, via.ReplyTo(from))
        {
            LocalTag = Random.NextUInt64(),
        };
        if (mark != 0) _marks.Add(mark);
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_servers, key.Hash, out _);
        transaction.NextOfHash = place;
        place = transaction;
        if (request.Method == SipMethod.Cancel) OnCancel(transaction, request, via);
        else HandUp(transaction, request, from);
    }

    private void HandUp(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        var isHandled = false;
        try
        {
            User.OnRequest(transaction, request, from);
            isHandled = true;
        }
        finally
        {
            // A fault above must not leave a transaction that nobody will ever answer.
            if (!isHandled && transaction.IsPending) transaction.Respond(500);
        }

        transaction.AwaitUser();
    }

    private void OnCancel(ServerTransaction transaction, SipMessage cancel, in TopVia via)
    {
        var key = TransactionKey.OfCancelled(cancel, via, _hash, _keyScratch);
        if (Find(key) is { } invite)
        {
            transaction.LocalTag = invite.LocalTag;
            transaction.Respond(200);
            if (!invite.IsPending || invite.IsCancelled) return;
            invite.IsCancelled = true;
            if (invite.User is { } user) user.OnCancelled(invite, cancel);
            else invite.Respond(487);
        }
        else
        {
            // Answered already: the CANCEL comes too late to do anything, but is no mistake.
            var isKnown = _serversLong.TryFind(key, out _) || _serversShort.TryFind(key, out _);
            transaction.Respond(isKnown ? 200 : 481);
        }
    }

    /// <summary>What two requests have in common that are one request come by two ways (§8.2.2.2); never 0.</summary>
    private ulong MarkOf(SipMessage request)
    {
        var hash = KeyedHash.Add(_hash.Begin(), request.CallId);
        hash = KeyedHash.Add(hash, request.FromTag);
        hash = KeyedHash.Add(hash, request[HeaderName.CSeq]);
        return hash | 1;
    }
}
