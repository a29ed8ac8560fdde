using Softswitch.Kernel.Storage;
using Softswitch.Media;
using Softswitch.Sip.Sdp;
using MediaDirection = Softswitch.Media.MediaDirection;

namespace Softswitch.Kernel.Calls;

/// <summary>One media line of a leg and its stream in the relay.</summary>
internal sealed class LegStream(MediaStream media, MediaKind kind)
{
    private LegStream? _linked;

    /// <summary>The stream.</summary>
    public MediaStream Media { get; } = media;

    /// <summary>What kind of media it carries.</summary>
    public MediaKind Kind => kind;

    /// <summary>Whether the party is to send something: not on hold, not refused.</summary>
    public bool IsExpected { get; private set; }

    /// <summary>What a media line may carry.</summary>
    public static MediaStreamOptions OptionsFor(in SdpStream line, ReadOnlySpan<byte> section)
    {
        if (!line.IsRtp) return MediaStreamOptions.Fax;
        var options = line.Kind == MediaKind.Video ? MediaStreamOptions.Video : MediaStreamOptions.Audio;
        return IsSecure(section) ? options with { Protocol = MediaProtocol.SecureRtp } : options;
    }

    /// <summary>Takes what the party said of this line into force.</summary>
    public void Apply(in SdpStream line, ReadOnlySpan<byte> section)
    {
        Media.SetProtocol(OptionsFor(line, section).Protocol);
        Media.SetRemote(line.Rtp, line.Rtcp, line.RtcpMux && line.Rtcp.Port == line.Rtp.Port);
        Media.SetDirection(DirectionOf(line));
        IsExpected = line.Direction.HasFlag(Softswitch.Sip.Sdp.MediaDirection.SendOnly);
        if (line.IsRtp)
            Media.SetPayloadFormats(new PayloadFormats(SdpCodecs.Read(section).Where(codec => codec.ClockRate > 0).Select(codec => new PayloadFormat(codec.PayloadType, codec.Name, codec.ClockRate))));
    }

    /// <summary>The line is refused for now; its port stays, for it may come back (RFC 3264 §8.2).</summary>
    public void Reject()
    {
        IsExpected = false;
        Media.SetDirection(MediaDirection.None);
    }

    /// <summary>What either receives goes to the other.</summary>
    public void Link(LegStream other)
    {
        if (_linked == other) return;
        _linked = other;
        other._linked = this;
        Media.Connect(other.Media);
    }

    /// <summary>What it receives goes nowhere.</summary>
    public void Unlink()
    {
        if (_linked is null) return;
        _linked = null;
        Media.Disconnect();
    }

    /// <summary>What was measured of the party's packets.</summary>
    public CallRecordMedia Report(CallEnder party)
    {
        var statistics = Media.Statistics;
        VoiceQuality? quality = kind == MediaKind.Audio && statistics.Packets > 0 ? statistics.Quality : null;
        return new CallRecordMedia
        {
            From = party,
            Kind = kind.ToString().ToLowerInvariant(),
            Codec = statistics.Codec,
            Packets = statistics.Packets,
            Bytes = statistics.Octets,
            LossPercent = statistics.LossPercent,
            JitterMilliseconds = statistics.Jitter.TotalMilliseconds,
            RoundTripMilliseconds = statistics.RoundTrip?.TotalMilliseconds,
            Rating = quality?.Rating,
            Mos = quality?.MeanOpinionScore,
        };
    }

    /// <summary>The party's own words for its direction, as the relay sees them from the other end of the wire.</summary>
    private static MediaDirection DirectionOf(in SdpStream line) =>
        (line.Direction.HasFlag(Softswitch.Sip.Sdp.MediaDirection.SendOnly) ? MediaDirection.Receive : MediaDirection.None)
        | (line.Direction.HasFlag(Softswitch.Sip.Sdp.MediaDirection.RecvOnly) ? MediaDirection.Send : MediaDirection.None);

    private static bool IsSecure(ReadOnlySpan<byte> section)
    {
        var end = section.IndexOf((byte)'\n');
        return (end < 0 ? section : section[..end]).IndexOf("/SAVP"u8) >= 0;
    }
}
