using System.Text;

namespace Softswitch.Bench.Load;

/// <summary>What a phone offers: two codecs and digits.</summary>
internal static class SessionDescription
{
    public static byte[] Of(int port) => Encoding.ASCII.GetBytes(
        "v=0\r\no=load 2890844526 2890844526 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" +
        $"m=audio {port} RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n");
}
