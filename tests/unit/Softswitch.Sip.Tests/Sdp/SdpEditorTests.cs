using System.Text;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class SdpEditorTests
{
    private const string Head = "v=0\r\no=- 7 3 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    [Fact]
    public void Opened_a_held_description_is_sendrecv_again_and_keeps_all_else()
    {
        Assert.Equal(
            Head + "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n",
            Open(Head + "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=recvonly\r\na=ptime:20\r\n", ""));
    }

    [Fact]
    public void Streams_that_its_reader_knows_beyond_its_own_follow_as_rejected_ones()
    {
        Assert.Equal(
            Head + "m=audio 4000 RTP/AVP 8\r\nm=video 0 RTP/AVP 99\r\n",
            Open(Head + "m=audio 4000 RTP/AVP 8\r\n", Head + "m=audio 5000 RTP/AVP 0\r\nm=video 5002 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n"));
    }

    [Fact]
    public void What_is_no_usable_description_cannot_be_opened()
    {
        Assert.False(new SdpEditor().TryOpen("v=0\r\no=bad\r\n"u8, default, out var error));
        Assert.Equal(2, error.Line);
    }

    private static string Open(string sdp, string known)
    {
        var editor = new SdpEditor();
        Assert.True(editor.TryOpen(Encoding.ASCII.GetBytes(sdp), Encoding.ASCII.GetBytes(known), out var error), error.ToString());
        return Encoding.ASCII.GetString(editor.Written);
    }
}
