using System.Text;

namespace Softswitch.Sip.Tests.Messages.Bodies;

public class MultipartTests
{
    private const string Body =
        "preamble\r\n--b1\r\nContent-Type: application/isup;version=nxv3\r\nContent-Disposition: signal\r\n\r\nabc\r\n--b1\r\n"
        + "content-type: Application / SDP\r\n\r\nv=0\r\n\r\n--b1x\r\n--b1--\r\nepilogue";

    [Fact]
    public void A_part_is_found_by_its_type()
    {
        Assert.True(Multipart.TryFind("multipart/mixed; boundary=\"b1\""u8, Encoding.UTF8.GetBytes(Body), "application/isup"u8, out var isup));
        Assert.Equal("abc", Encoding.UTF8.GetString(isup));
    }

    [Fact]
    public void A_body_that_is_of_the_type_is_the_content_itself()
    {
        Assert.True(Multipart.TryFind("Application/Sdp;charset=utf-8"u8, "v=0"u8, "application/sdp"u8, out var sdp));
        Assert.Equal("v=0", Encoding.UTF8.GetString(sdp));
        Assert.False(Multipart.TryFind("text/plain"u8, "v=0"u8, "application/sdp"u8, out _));
    }

    [Fact]
    public void Parts_come_in_order_with_their_header_fields()
    {
        var seen = new List<string>();
        foreach (var part in Multipart.Parts("multipart/mixed;boundary=b2"u8, "--b2\r\n\r\nfirst\r\n--b2\r\nX: y\r\n z\r\n\r\nsecond"u8))
        {
            _ = part.TryGetHeader("x"u8, out var header);
            seen.Add($"{Encoding.UTF8.GetString(part.ContentType)}|{Encoding.UTF8.GetString(header)}|{Encoding.UTF8.GetString(part.Content)}");
        }

        Assert.Equal(["text/plain||first", "text/plain|y\r\n z|second"], seen);
    }
}
