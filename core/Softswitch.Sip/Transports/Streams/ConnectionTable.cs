using System.Collections.Concurrent;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The open connections by number and by address, and how many there may be. A connection is found by the address it
/// comes from, whoever opened it: requests to a phone take the connection that it registered over (RFC 5923, RFC 5626).
/// </summary>
internal sealed class ConnectionTable(int atMost, int atMostPerSource)
{
    private readonly ConcurrentDictionary<long, SipConnection> _byNumber = new();
    private readonly ConcurrentDictionary<(SipTransport, NetAddress), SipConnection> _byAddress = new();
    private readonly Dictionary<NetAddress, int> _accepted = [];
    private readonly Lock _admission = new();
    private int _count;

    /// <summary>Connections that are open or being opened.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>All of them, at some moment.</summary>
    public ICollection<SipConnection> All => _byNumber.Values;

    /// <summary>
    /// The connection that <paramref name="peer"/> names, else an open one to its address, else null. One that is closing does
    /// not count.
    /// </summary>
    public SipConnection? Find(in SipPeer peer)
    {
        if (peer.Connection != 0 && _byNumber.TryGetValue(peer.Connection, out var named) && !named.IsClosed) return named;
        return _byAddress.TryGetValue((peer.Transport, peer.Remote), out var found) && !found.IsClosed ? found : null;
    }

    /// <summary>Makes room for one more; false when there are too many, altogether or accepted from <paramref name="source"/>.</summary>
    public bool TryAdmit(in NetAddress source, bool isAccepted)
    {
        lock (_admission)
        {
            if (_count >= atMost) return false;
            if (isAccepted)
            {
                var host = source.WithPort(0);
                var count = _accepted.GetValueOrDefault(host);
                if (count >= atMostPerSource) return false;
                _accepted[host] = count + 1;
            }

            _count++;
            return true;
        }
    }

    /// <summary>Enters an admitted connection. False, for one of ours, when another to the same address was entered before.</summary>
    public bool TryAdd(SipConnection connection)
    {
        var key = (connection.Peer.Transport, connection.Peer.Remote);
        if (connection.IsAccepted)
        {
            _byAddress[key] = connection;
        }
        else if (!_byAddress.TryAdd(key, connection))
        {
            if (_byAddress.TryGetValue(key, out var other) && !other.IsClosed) return false;
            _byAddress[key] = connection;
        }

        _byNumber[connection.Peer.Connection] = connection;
        return true;
    }

    /// <summary>Takes a connection out.</summary>
    public void Remove(SipConnection connection)
    {
        if (_byNumber.TryRemove(connection.Peer.Connection, out _))
            _byAddress.TryRemove(KeyValuePair.Create((connection.Peer.Transport, connection.Peer.Remote), connection));
        GiveBack(connection.Peer.Remote, connection.IsAccepted);
    }

    /// <summary>Gives back the room of a connection.</summary>
    public void GiveBack(in NetAddress source, bool isAccepted)
    {
        lock (_admission)
        {
            _count--;
            if (!isAccepted) return;
            var host = source.WithPort(0);
            var count = _accepted.GetValueOrDefault(host) - 1;
            if (count > 0) _accepted[host] = count;
            else _accepted.Remove(host);
        }
    }
}
