using System.Text;
using Softswitch.Kernel.Calls;

namespace Softswitch.Kernel.Tests.Calls;

public sealed class SwitchDescriptionTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    [Theory]
    [InlineData("96 9 0 101", "96 opus/48000/2|9 G722/8000|0 PCMU/8000|101 telephone-event/8000", "96 9 0 101", "opus")]
    [InlineData("9 8 100 101", "9 G722/8000|8 PCMA/8000|100 telephone-event/16000|101 telephone-event/8000", "9 8 101", "G722")]
    [InlineData("18 96 102 101", "18 G729/8000|96 opus/48000/2|102 telephone-event/48000|101 telephone-event/8000", "96 102", "opus")]
    [InlineData("96 101", "96 opus/48000/2|101 telephone-event/8000", "96 101", "opus")]
    [InlineData("97 8", "97 opus/48000|8 PCMA/8000", "8", "PCMA")]
    [InlineData("98 0", "98 L16/48000|0 PCMU/8000", "0", "PCMU")]
    [InlineData("98 0", "98 L16/16000|0 PCMU/8000", "98 0", "L16")]
    public void It_answers_with_what_it_speaks_in_the_offers_order_and_speaks_the_first_of_them(string types, string maps, string answered, string spoken)
    {
        var offer = Describe(types, maps);
        var answer = SwitchDescription.Answer(offer);

        Assert.NotNull(answer);
        var text = Encoding.ASCII.GetString(answer);
        Assert.Contains($"m=audio 9 RTP/AVP {answered}\r\n", text, StringComparison.Ordinal);
        Assert.All(answered.Split(' '), type => Assert.Contains($"a=rtpmap:{maps.Split('|').First(map => map.StartsWith($"{type} ", StringComparison.Ordinal))}\r\n", text, StringComparison.Ordinal));
        Assert.Equal(spoken, SwitchDescription.FormatFor(offer, answer)!.Codec.Name);
    }

    [Fact]
    public void Keys_are_sent_at_the_clock_of_the_codec_that_is_spoken()
    {
        var offer = Describe("96 102 101", "96 opus/48000/2|102 telephone-event/48000|101 telephone-event/8000");
        Assert.Equal((byte)102, SwitchDescription.FormatFor(offer, SwitchDescription.Answer(offer)!)!.KeyPayloadType!.Value);
        offer = Describe("9 102 101", "9 G722/8000|102 telephone-event/48000|101 telephone-event/8000");
        Assert.Equal((byte)101, SwitchDescription.FormatFor(offer, SwitchDescription.Answer(offer)!)!.KeyPayloadType!.Value);
    }

    [Theory]
    [InlineData("18", "18 G729/8000")]
    [InlineData("101", "101 telephone-event/8000")]
    public void Without_a_codec_that_it_speaks_there_is_no_answer(string types, string maps) => Assert.Null(SwitchDescription.Answer(Describe(types, maps)));

    private static byte[] Describe(string types, string maps) =>
        Encoding.ASCII.GetBytes($"{Head}m=audio 4000 RTP/AVP {types}\r\n{string.Concat(maps.Split('|').Select(map => $"a=rtpmap:{map}\r\n"))}");
}
