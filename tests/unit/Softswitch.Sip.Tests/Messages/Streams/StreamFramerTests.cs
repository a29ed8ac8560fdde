using System.Text;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Messages.Streams;

public class StreamFramerTests
{
    [Fact]
    public void Messages_and_keep_alives_are_found_wherever_the_segments_are_cut()
    {
        byte[] stream = [.. "\r\n\r\n"u8, .. Of("INVITE", body: "v=0\r\n\r\n"), .. "\r\n"u8, .. Of("BYE"), .. "\r\n\r\n"u8, .. Of("INFO", body: "x")];
        for (var segment = 1; segment < stream.Length; segment += segment < 40 ? 1 : 97)
        {
            var seen = string.Join(' ', Cut(stream, segment).Where(what => what != "Pong"));
            // A ping cut in two is seen at its second half.
            Assert.Equal("Ping INVITE BYE Ping INFO", seen);
        }
    }

    [Fact]
    public void A_lone_break_is_a_pong() => Assert.Equal(["Pong", "BYE"], Cut([.. "\r\n"u8, .. Of("BYE")], 2));

    [Fact]
    public void A_folded_content_length_counts()
    {
        var bytes = Encoding.UTF8.GetBytes(Text(Of("INFO", body: "12345")).Replace("Content-Length: ", "l  :\r\n ", StringComparison.Ordinal));
        Assert.Equal(new Frame(FrameKind.Message, bytes.Length), new StreamFramer(SipLimits.Default).Next([.. bytes, .. "more"u8]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: x\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 1\r\nl: 2\r\n")]
    public void Without_one_content_length_nobody_knows_where_the_next_message_begins(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(Text(Of("INFO")).Replace("Content-Length: 0\r\n", line, StringComparison.Ordinal));
        Assert.Equal(new Frame(FrameKind.Malformed, bytes.Length), new StreamFramer(SipLimits.Default).Next(bytes));
    }

    [Fact]
    public void What_is_over_a_limit_is_said_before_it_has_arrived()
    {
        var limits = new SipLimits { HeaderLength = 600, MessageLength = 1000 };
        Assert.Equal(FrameKind.TooLarge, new StreamFramer(limits).Next(new byte[601].Select(_ => (byte)'x').ToArray()).Kind);
        var bytes = Encoding.UTF8.GetBytes(Text(Of("INFO")).Replace("Content-Length: 0", "Content-Length: 99999", StringComparison.Ordinal));
        Assert.Equal(new Frame(FrameKind.TooLarge, bytes.Length), new StreamFramer(limits).Next(bytes));
    }

    private static List<string> Cut(byte[] stream, int segment)
    {
        var framer = new StreamFramer(SipLimits.Default);
        var seen = new List<string>();
        var message = new SipMessage();
        int taken = 0, arrived = 0;
        while (arrived < stream.Length)
        {
            arrived = Math.Min(stream.Length, arrived + segment);
            while (framer.Next(stream.AsSpan(taken, arrived - taken)) is { Kind: not FrameKind.NeedMore } frame)
            {
                Assert.InRange(frame.Length, 1, arrived - taken);
                if (frame.Kind == FrameKind.Message)
                {
                    Assert.True(message.TryParse(stream.AsSpan(taken, frame.Length), SipLimits.Default, out var error), error.Text);
                    seen.Add(Text(message.MethodName));
                }
                else
                {
                    seen.Add(frame.Kind.ToString());
                }

                taken += frame.Length;
            }
        }

        Assert.Equal(stream.Length, taken);
        return seen;
    }
}
