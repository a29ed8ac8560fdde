using System.Text;
using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Bench.Sdp;

/// <summary>What a relayed call does with each description: find its streams, write it for the other leg, list its codecs.</summary>
internal static class SdpBench
{
    private const int Rounds = 5;
    private static readonly NetAddress Relay = NetAddress.IPv4(0xC6336401, 0);
    private static readonly SdpRelayStream[] Ports = [new(Relay.WithPort(30000)), new(Relay.WithPort(30002))];

    private static readonly byte[] DeskPhone = Lines(
        "v=0", "o=100 20181 20181 IN IP4 10.0.0.17", "s=SDP data", "c=IN IP4 10.0.0.17", "t=0 0", "m=audio 11786 RTP/AVP 9 8 0 18 101",
        "a=rtpmap:9 G722/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:18 G729/8000", "a=fmtp:18 annexb=no",
        "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv");

    private static readonly byte[] VideoPhone = [.. DeskPhone, .. Lines(
        "m=video 11788 RTP/AVP 97 98", "b=AS:512", "a=rtpmap:97 H264/90000", "a=fmtp:97 profile-level-id=42801F;packetization-mode=1",
        "a=rtpmap:98 VP8/90000", "a=rtcp-fb:* nack pli", "a=rtcp:11789 IN IP4 10.0.0.17", "a=content:main", "a=sendrecv")];

    public static void Run(int times)
    {
        var rewriter = new SdpRewriter();
        var streams = new SdpStream[SdpLimits.MediaCount];
        Console.WriteLine($"{"description",-26}{"bytes",8}{"us",8}{"allocated",11}");
        foreach (var sdp in new[] { DeskPhone, VideoPhone })
        {
            for (var round = 0; round < Rounds; round++)
            {
                Measure("find streams", sdp, times, round, () => SdpScanner.TryScan(sdp, streams, out _, out _));
                Measure("write for the other leg", sdp, times, round, () =>
                {
                    rewriter.TryRewrite(sdp, new SdpOrigin(1, 1, Relay), Ports, SdpDrops.Relay, out _);
                    return rewriter.Written.ToArray();
                });
                Measure("list codecs", sdp, times, round, () => SdpCodecs.Read(streams[0].Section(sdp)));
            }
        }
    }

    /// <summary>The last round is shown; those before are the compiler's.</summary>
    private static void Measure<T>(string what, byte[] sdp, int times, int round, Func<T> action)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++) action();
        var elapsed = Environment.CpuUsage.TotalTime - start;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / times;
        if (round == Rounds - 1) Console.WriteLine($"{what,-26}{sdp.Length,8}{elapsed.TotalMicroseconds / times,8:N2}{bytes,11:N0}");
    }

    private static byte[] Lines(params string[] lines) => Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n");
}
