using System.Text;
using BenchmarkDotNet.Attributes;
using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Bench.Micro.Sip.Sdp;

/// <summary>What a relayed call does with each description: find its streams, write it for the other leg, list its codecs.</summary>
public class SdpBenchmarks
{
    private static readonly NetAddress Relay = NetAddress.IPv4(0xC6336401, 0);
    private static readonly SdpRelayStream[] Ports = [new(Relay.WithPort(30000)), new(Relay.WithPort(30002))];

    private static readonly byte[] DeskPhone = Lines(
        "v=0", "o=100 20181 20181 IN IP4 10.0.0.17", "s=SDP data", "c=IN IP4 10.0.0.17", "t=0 0", "m=audio 11786 RTP/AVP 9 8 0 18 101",
        "a=rtpmap:9 G722/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:18 G729/8000", "a=fmtp:18 annexb=no",
        "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv");

    private static readonly byte[] VideoPhone = [.. DeskPhone, .. Lines(
        "m=video 11788 RTP/AVP 97 98", "b=AS:512", "a=rtpmap:97 H264/90000", "a=fmtp:97 profile-level-id=42801F;packetization-mode=1",
        "a=rtpmap:98 VP8/90000", "a=rtcp-fb:* nack pli", "a=rtcp:11789 IN IP4 10.0.0.17", "a=content:main", "a=sendrecv")];

    private readonly SdpRewriter _rewriter = new();
    private readonly SdpStream[] _streams = new SdpStream[SdpLimits.MediaCount];
    private byte[] _sdp = [];

    public enum Phone
    {
        Desk,
        Video,
    }

    [Params(Phone.Desk, Phone.Video)]
    public Phone From { get; set; }

    [GlobalSetup]
    public void Scan()
    {
        _sdp = From == Phone.Desk ? DeskPhone : VideoPhone;
        if (FindStreams() == 0 || WriteForOtherLeg().Length == 0) throw new InvalidOperationException();
    }

    [Benchmark]
    public int FindStreams() => SdpScanner.TryScan(_sdp, _streams, out var count, out _) ? count : 0;

    [Benchmark]
    public byte[] WriteForOtherLeg() =>
        _rewriter.TryRewrite(_sdp, new SdpOrigin(1, 1, Relay), Ports, SdpDrops.Relay, out _) ? _rewriter.Written.ToArray() : [];

    [Benchmark]
    public SdpCodec[] ListCodecs() => SdpCodecs.Read(_streams[0].Section(_sdp));

    private static byte[] Lines(params string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n");
}
