using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Peers that long requests could not be brought to over TCP: mostly phones behind NAT. Each costs one attempt in ten minutes,
/// and not one for every call. At most 10 000 are remembered.
/// </summary>
internal sealed class RefusedStreams
{
    private const int Capacity = 10_000;
    private const long Duration = 600_000;

    private readonly Dictionary<NetAddress, long> _until = [];

    /// <summary>Remembers <paramref name="peer"/> from <paramref name="now"/>, in ms.</summary>
    public void Add(in NetAddress peer, long now)
    {
        if (_until.Count >= Capacity) _until.Clear();
        _until[peer] = now + Duration;
    }

    /// <summary>Whether an attempt has failed lately.</summary>
    public bool Contains(in NetAddress peer, long now)
    {
        if (_until.Count == 0 || !_until.TryGetValue(peer, out var until)) return false;
        if (now < until) return true;
        _until.Remove(peer);
        return false;
    }
}
