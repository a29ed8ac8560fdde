using System.Collections.Frozen;
using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The listening points as bound: which of them a peer is served from, and what it is told of us. Immutable but for each
/// worker's own cache of routes.
/// </summary>
internal sealed class ListenPoints
{
    private const int CachedRoutes = 4096;

    private readonly ListenOptions[] _bound;
    private readonly SipListenPoint?[] _fixed;
    private readonly FrozenDictionary<(SipTransport Transport, bool IsIPv6), ushort> _first;

    /// <summary>From the configuration, its ports replaced with the ones that were really taken.</summary>
    public ListenPoints(IEnumerable<ListenOptions> bound)
    {
        _bound = [.. bound];
        _fixed = [.. _bound.Select(listen => NeedsRoute(listen) ? null : PointOf(listen, listen.Address))];
        _first = _bound
            .Select((listen, index) => (Key: (listen.Transport, listen.Address.IsIPv6), Index: (ushort)index))
            .GroupBy(entry => entry.Key)
            .ToFrozenDictionary(group => group.Key, group => group.First().Index);
    }

    /// <summary>How many there are.</summary>
    public int Count => _bound.Length;

    /// <summary>The one at <paramref name="index"/>, with its real port.</summary>
    public ListenOptions this[int index] => _bound[index];

    /// <summary>Which one serves <paramref name="peer"/>: the one it names, if that is of its transport and family, else the first that is; -1 for none.</summary>
    public int For(in SipPeer peer)
    {
        if (peer.Listener < _bound.Length)
        {
            var named = _bound[peer.Listener];
            if (named.Transport == peer.Transport && named.Address.IsIPv6 == peer.Remote.IsIPv6) return peer.Listener;
        }

        return _first.TryGetValue((peer.Transport, peer.Remote.IsIPv6), out var index) ? index : -1;
    }

    /// <summary>What <paramref name="peer"/> is told of us. <paramref name="routes"/> is the calling worker's own cache.</summary>
    public SipListenPoint Describe(in SipPeer peer, Dictionary<(int, NetAddress), SipListenPoint> routes)
    {
        var index = For(peer);
        if (index < 0) index = Math.Min(peer.Listener, _bound.Length - 1);
        if (_fixed[index] is { } point) return point;
        var host = peer.Remote.WithPort(0);
        if (routes.TryGetValue((index, host), out var routed)) return routed;
        if (routes.Count >= CachedRoutes) routes.Clear();
        var listen = _bound[index];
        var local = LocalAddress.Toward(peer.Remote);
        return routes[(index, host)] = PointOf(listen, local.IsSet ? local : listen.Address);
    }

    private static bool NeedsRoute(ListenOptions listen) => listen.AdvertisedHost is null && listen.Address.IsAny;

    private static SipListenPoint PointOf(ListenOptions listen, in NetAddress local)
    {
        var host = listen.AdvertisedHost ?? local.Host;
        if (host.Contains(':') && host[0] != '[') host = $"[{host}]";
        return new SipListenPoint(listen.Transport, Encoding.UTF8.GetBytes($"{host}:{listen.AdvertisedPort ?? listen.Address.Port}"));
    }
}
