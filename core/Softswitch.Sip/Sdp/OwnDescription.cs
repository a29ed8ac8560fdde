using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>
/// What we describe to the peer of one leg: always the same session identity, and a version that grows with the content
/// (RFC 3264 §8). Whose turn it is to offer is the session's business (<see cref="InviteSession"/>).
/// </summary>
/// <param name="sessionId">Our session identity on this leg: 31 bits of it are used, as some phones read it into an int.</param>
public sealed class OwnDescription(ulong sessionId)
{
    private readonly uint _sessionId = (uint)(sessionId & 0x7FFF_FFFF);
    private uint _version;
    private byte[]? _last;

    /// <summary>
    /// Writes the other leg's description as ours, with the relay's addresses. When nothing but the <c>o=</c> line would differ
    /// from the last one we wrote, the very same bytes come back, version and all; otherwise the version is one more. The bytes
    /// are not to be changed. Null and the <paramref name="error"/> when it is not usable.
    /// </summary>
    public byte[]? Write(SdpRewriter rewriter, ReadOnlySpan<byte> other, in NetAddress address, ReadOnlySpan<SdpRelayStream> streams, SdpDrops drops, out SdpError error)
    {
        var origin = new SdpOrigin(_sessionId, _version + 1, address);
        if (!rewriter.TryRewrite(other, origin, streams, drops, out error)) return null;
        if (_last is not null && DifferOnlyInOrigin(_last, rewriter.Written)) return _last;
        _version++;
        return _last = rewriter.Written.ToArray();
    }

    private static bool DifferOnlyInOrigin(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        TrySplitAtOrigin(one, out var before, out var after) && TrySplitAtOrigin(other, out var otherBefore, out var otherAfter)
        && before.SequenceEqual(otherBefore) && after.SequenceEqual(otherAfter);

    private static bool TrySplitAtOrigin(ReadOnlySpan<byte> sdp, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
    {
        before = after = default;
        var lines = new SdpLineReader(sdp);
        while (lines.Read())
        {
            if (lines.Type != 'o') continue;
            before = sdp[..lines.Start];
            after = sdp[lines.End..];
            return true;
        }

        return false;
    }
}
