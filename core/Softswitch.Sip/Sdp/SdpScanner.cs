using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>
/// Checks a description and finds its streams in one pass, without allocating. It is the one judge of what a usable
/// description is. Missing <c>s=</c> and <c>t=</c>, bare line feeds, unknown lines and a host name for an address are
/// tolerated; what would make two readers see different streams is not.
/// </summary>
public static class SdpScanner
{
    /// <summary>Finds the streams of a description, in order.</summary>
    /// <param name="sdp">The description.</param>
    /// <param name="streams">Room for them; <see cref="SdpLimits.MediaCount"/> is enough for all that is accepted.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="error">What is wrong, when false is returned.</param>
    public static bool TryScan(ReadOnlySpan<byte> sdp, Span<SdpStream> streams, out int count, out SdpError error)
    {
        count = 0;
        if (sdp.Length > SdpLimits.Length) return Fail(0, "longer than 16 KB", out error);

        var reader = new SdpLineReader(sdp);
        if (!reader.Read() || reader.Type != 'v' || !reader.Value.Trim((byte)' ').SequenceEqual("0"u8))
        {
            if (reader.Error is { } unreadable) return Fail(unreadable, out error);
            return Fail(1, "a description begins with v=0", out error);
        }

        var level = default(Level);
        level.Direction = MediaDirection.SendRecv;
        var session = level;
        var hasOrigin = false;
        while (reader.Read())
        {
            var value = reader.Value;
            switch (reader.Type)
            {
                case (byte)'v':
                    return Fail(reader.Number, "a second v=", out error);
                case (byte)'o':
                    if (hasOrigin) return Fail(reader.Number, "a second o=", out error);
                    if (count > 0 || !SdpSyntax.TryOrigin(value, out _, out _)) return Fail(reader.Number, "o= is not of the form user id version IN IP4 address", out error);
                    hasOrigin = true;
                    break;
                case (byte)'c':
                    if (!SdpSyntax.TryConnection(value, out var connection)) return Fail(reader.Number, "c= is not of the form IN IP4 address", out error);
                    // Further c= lines are layers of a multicast session (RFC 8866 §5.7).
                    if (level.HasConnection && level.ConnectionIsOwn) break;
                    level.Connection = connection;
                    level.HasConnection = level.ConnectionIsOwn = true;
                    break;
                case (byte)'m':
                    if (count == 0) session = level;
                    else if (!Finish(ref streams[count - 1], level, reader.Start, out var lacking)) return Fail(level.Line, lacking, out error);
                    if (count == streams.Length || count == SdpLimits.MediaCount) return Fail(reader.Number, $"more than {count} media descriptions", out error);
                    if (!SdpSyntax.TryMedia(value, out var media)) return Fail(reader.Number, "m= is not of the form media port protocol formats", out error);
                    level = session;
                    level.ConnectionIsOwn = false;
                    level.AttributeCount = 0;
                    level.Line = reader.Number;
                    level.Port = media.Port;
                    streams[count++] = new SdpStream
                    {
                        Kind = SdpSyntax.KindOf(media.Kind),
                        IsRejected = media.Port == 0,
                        IsRtp = SdpSyntax.IsRtp(media.Protocol),
                        Start = reader.Start,
                    };
                    break;
                case (byte)'a':
                    if (++level.AttributeCount > SdpLimits.AttributeCount) return Fail(reader.Number, "more than 256 attributes", out error);
                    if (!Attribute(value, ref level)) return Fail(reader.Number, "a=rtcp is not of the form port IN IP4 address", out error);
                    break;
            }
        }

        if (reader.Error is { } stopped) return Fail(stopped, out error);
        if (!hasOrigin) return Fail(0, "no o= line", out error);
        if (count > 0 && !Finish(ref streams[count - 1], level, sdp.Length, out var missing)) return Fail(level.Line, missing, out error);
        error = default;
        return true;
    }

    private static bool Attribute(ReadOnlySpan<byte> value, ref Level level)
    {
        var name = SdpAttributes.NameOf(value);
        switch (SdpAttributes.Classify(name))
        {
            case SdpAttribute.Direction:
                level.Direction = SdpAttributes.DirectionOf(name);
                break;
            case SdpAttribute.RtcpMux:
                level.RtcpMux = true;
                break;
            case SdpAttribute.Rtcp:
                return SdpSyntax.TryRtcp(SdpAttributes.ValueOf(value), out level.RtcpPort, out level.RtcpAddress);
        }

        return true;
    }

    private static bool Finish(ref SdpStream stream, in Level level, int end, out string error)
    {
        error = "";
        stream.End = end;
        stream.Direction = level.Direction;
        stream.RtcpMux = level.RtcpMux;
        if (stream.IsRejected) return true;
        if (!level.HasConnection)
        {
            error = "no c= line for this media";
            return false;
        }

        if (level.Connection.IsSet && level.Connection.IsAny && level.Port != SdpSyntax.DiscardPort) stream.Direction = stream.Direction.Held();
        if (!level.Connection.IsSet) return true;
        stream.Rtp = level.Connection.WithPort(level.Port);
        if (!stream.IsRtp) return true;
        var rtcpPort = level.RtcpPort != 0 ? level.RtcpPort : level.RtcpMux ? level.Port : (ushort)(level.Port + 1);
        // RTP on the last port of all leaves no room for RTCP after it.
        if (rtcpPort == 0) return true;
        stream.Rtcp = (level.RtcpAddress.IsSet ? level.RtcpAddress : level.Connection).WithPort(rtcpPort);
        return true;
    }

    private static bool Fail(int line, string text, out SdpError error) => Fail(new SdpError(line, text), out error);

    private static bool Fail(SdpError why, out SdpError error)
    {
        error = why;
        return false;
    }

    /// <summary>What the lines of the session level or of one media description have said so far.</summary>
    private struct Level
    {
        public NetAddress Connection;
        public NetAddress RtcpAddress;
        public MediaDirection Direction;
        public int Line;
        public int AttributeCount;
        public ushort Port;
        public ushort RtcpPort;
        public bool HasConnection;
        public bool ConnectionIsOwn;
        public bool RtcpMux;
    }
}
