using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>What is to be done with a packet by where it comes from.</summary>
public enum SourceVerdict : byte
{
    /// <summary>It is not from the stream's source: dropped.</summary>
    Refused,

    /// <summary>It is from the stream's source.</summary>
    Accepted,

    /// <summary>It is accepted, and its source is now the stream's.</summary>
    Learnt,
}

/// <summary>How a <see cref="SourceLearner"/> trusts. Times in timestamps of its clock.</summary>
/// <param name="Window">For so long after the first packet a more trustworthy source takes over.</param>
/// <param name="Silence">After so long without a packet the stream may have moved.</param>
public readonly record struct SourceLearnerTimes(long Window, long Silence);

/// <summary>
/// Where the media of one port comes from (symmetric RTP, RFC 4961). An end behind NAT does not know the address it is
/// seen at, so the source is learnt from the first valid packet, and from then on every other source is refused:
/// whoever guesses our port cannot take a call over.
/// <list type="bullet">
/// <item>A source is trusted by rank: the very address that was signalled; another port of the signalled host or of the
/// host that signalling comes from; any other. Within the window after the first packet a source of higher rank takes
/// over from one of lower rank, so being first with forged packets is not enough.</item>
/// <item>A new negotiation begins anew only if it names another address (<see cref="Expect"/>).</item>
/// <item>After silence the stream may have moved (a NAT binding that was renewed): then the signalled address, or a source
/// that goes on with the same SSRC, is learnt. A stream without SSRCs may only change its port.</item>
/// </list>
/// </summary>
public sealed class SourceLearner(SourceLearnerTimes times)
{
    private const int RankSignalled = 3;
    private const int RankTrustedHost = 2;
    private const int RankAny = 1;

    private NetAddress _signalled;
    private NetAddress _signallingHost;
    private NetAddress _companion;
    private NetAddress _source;
    private uint _ssrc;
    private int _rank;
    private long _windowEnds;
    private long _lastHeard;

    /// <summary>The source, once there is one.</summary>
    public NetAddress Source => _source;

    /// <summary>
    /// The other end has been negotiated: its media is expected from <paramref name="signalled"/>, its signalling comes
    /// from <paramref name="signallingHost"/> (either may be unset). Nothing changes when that address is the one before.
    /// Returns whether the learning begins anew.
    /// </summary>
    public bool Expect(in NetAddress signalled, in NetAddress signallingHost)
    {
        _signallingHost = signallingHost;
        if (signalled == _signalled) return false;
        _signalled = signalled;
        _source = default;
        _companion = default;
        _rank = 0;
        return true;
    }

    /// <summary>The stream's other port has learnt <paramref name="source"/>: from now on this port accepts no other host, unless signalled.</summary>
    public void FollowHost(in NetAddress source) => _companion = source;

    /// <summary>Judges a valid packet; <paramref name="ssrc"/> is 0 for one that has none.</summary>
    public SourceVerdict Judge(in NetAddress from, uint ssrc, long now)
    {
        if (from == _source)
        {
            _lastHeard = now;
            if (ssrc != 0) _ssrc = ssrc;
            return SourceVerdict.Accepted;
        }

        var rank = Rank(from);
        if (rank == 0 || !MayTakeOver(from, rank, ssrc, now)) return SourceVerdict.Refused;
        if (!_source.IsSet) _windowEnds = now + times.Window;
        _source = from;
        _rank = rank;
        _lastHeard = now;
        _ssrc = ssrc;
        return SourceVerdict.Learnt;
    }

    /// <summary>The source was heard up to <paramref name="lastHeard"/>, with <paramref name="ssrc"/>, by packets that were not judged.</summary>
    public void GoOn(uint ssrc, long lastHeard)
    {
        _lastHeard = Math.Max(_lastHeard, lastHeard);
        if (ssrc != 0) _ssrc = ssrc;
    }

    /// <summary>Whether no other source can take over unless silence comes first.</summary>
    public bool IsSettled(long now) => _source.IsSet && (_rank == RankSignalled || now >= _windowEnds);

    /// <summary>Whether the source has been silent long enough to have moved.</summary>
    public bool IsSilent(long now) => _source.IsSet && now - _lastHeard >= times.Silence;

    private int Rank(in NetAddress from)
    {
        if (from == _signalled) return RankSignalled;
        if (_companion.IsSet) return from.SameHost(_companion) ? RankTrustedHost : 0;
        var isTrustedHost = (_signalled.IsSet && from.SameHost(_signalled)) || (_signallingHost.IsSet && from.SameHost(_signallingHost));
        return isTrustedHost ? RankTrustedHost : RankAny;
    }

    private bool MayTakeOver(in NetAddress from, int rank, uint ssrc, long now)
    {
        if (!_source.IsSet) return true;
        if (now < _windowEnds && rank > _rank) return true;
        if (!IsSilent(now)) return false;
        return rank == RankSignalled || (ssrc != 0 ? ssrc == _ssrc : from.SameHost(_source));
    }
}
