using System.Text;
using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class OfferMatchTests
{
    private const string Alice = "v=0\r\no=alice 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
    private const string Bob = "v=0\r\no=bob 2 2 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\n";

    [Fact]
    public void Each_gets_what_both_know_in_the_words_of_the_other_and_in_the_order_of_the_first()
    {
        var (toAlice, toBob) = Match(
            Alice + "m=audio 4000 RTP/AVP 9 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n",
            Bob + "m=audio 5000 RTP/AVP 0 8 101\r\na=rtpmap:101 TELEPHONE-EVENT/8000\r\na=fmtp:101 0-16\r\na=rtcp:5005\r\n");

        Assert.Equal(Bob + "m=audio 5000 RTP/AVP 8 0 101\r\na=rtpmap:101 TELEPHONE-EVENT/8000\r\na=fmtp:101 0-16\r\na=rtcp:5005\r\na=sendrecv\r\n", toAlice);
        Assert.Equal(Alice + "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n", toBob);
    }

    [Fact]
    public void A_number_that_stands_for_two_codecs_is_dropped_and_so_is_a_codec_with_two_numbers()
    {
        var (toAlice, _) = Match(
            Alice + "m=audio 4000 RTP/AVP 96 97 8 98\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:97 speex/8000\r\na=rtpmap:98 telephone-event/8000\r\n",
            Bob + "m=audio 5000 RTP/AVP 96 111 8 101\r\na=rtpmap:96 speex/16000\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n");

        Assert.Equal(Bob + "m=audio 5000 RTP/AVP 8\r\na=sendrecv\r\n", toAlice);
    }

    [Fact]
    public void An_answer_has_as_many_streams_as_its_offer_and_those_that_do_not_match_are_rejected()
    {
        var (toAlice, toBob) = Match(
            Alice + "m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\nm=image 4004 udptl t38\r\n",
            Bob + "m=audio 5000 RTP/AVP 0\r\nm=video 5002 RTP/AVP 99\r\na=rtpmap:99 VP8/90000\r\n");

        Assert.Equal(Bob + "m=audio 5000 RTP/AVP 0\r\na=sendrecv\r\nm=video 0 RTP/AVP 99\r\nm=image 0 udptl t38\r\n", toAlice);
        Assert.Equal(Alice + "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\nm=video 0 RTP/AVP 99\r\n", toBob);
        Assert.True(AnswerCheck.Judge(Encoding.ASCII.GetBytes(Alice + "m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 99\r\nm=image 4004 udptl t38\r\n"), Encoding.ASCII.GetBytes(toAlice)).IsUsable);
    }

    [Theory]
    [InlineData("sendrecv", "sendonly", "sendonly", "recvonly")]
    [InlineData("recvonly", "sendrecv", "sendonly", "recvonly")]
    [InlineData("sendonly", "sendonly", "inactive", "inactive")]
    public void The_direction_is_what_is_left_of_both(string first, string second, string toFirst, string toSecond)
    {
        var (toAlice, toBob) = Match(Alice + $"m=audio 4000 RTP/AVP 0\r\na={first}\r\n", Bob + $"a={second}\r\nm=audio 5000 RTP/AVP 0\r\n");
        Assert.EndsWith($"a={toFirst}\r\n", toAlice, StringComparison.Ordinal);
        Assert.EndsWith($"a={toSecond}\r\n", toBob, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_and_keys_are_left_out_and_one_port_for_RTP_and_RTCP_where_only_one_offers_it()
    {
        var (toAlice, toBob) = Match(
            Alice + "m=audio 4000 RTP/AVP 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\na=rtcp-mux\r\na=mid:0\r\n",
            Bob + "m=audio 5000 RTP/AVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n");

        Assert.Equal(Bob + "m=audio 5000 RTP/AVP 0\r\na=sendrecv\r\n", toAlice);
        Assert.Equal(Alice + "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n", toBob);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n", "m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n")]
    [InlineData("m=audio 0 RTP/AVP 0\r\n", "m=audio 5000 RTP/AVP 0\r\n")]
    [InlineData("m=video 4000 RTP/AVP 31\r\n", "m=video 5000 RTP/AVP 31\r\n")]
    [InlineData("m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n", "m=audio 5000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:y\r\n")]
    [InlineData("", "m=audio 5000 RTP/AVP 0\r\n")]
    [InlineData("m=audio nonsense\r\n", "m=audio 5000 RTP/AVP 0\r\n")]
    public void Without_speech_that_both_understand_there_is_no_answer(string first, string second) =>
        Assert.False(OfferMatch.TryAnswer(Encoding.ASCII.GetBytes(Alice + first), Encoding.ASCII.GetBytes(Bob + second), out _, out _));

    [Fact]
    public void No_mutation_is_answered_with_an_exception_and_every_answer_fits_its_offer()
    {
        var random = (IRandomSource)new SeededRandomSource(20261121);
        byte[][] seeds = [.. new[] { SdpSamples.Rfc8866, SdpSamples.Rfc4566, SdpSamples.DeskPhone, SdpSamples.Browser, SdpSamples.Fax }.Select(SdpSamples.Bytes)];
        var matched = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var first = SdpFuzzTests.Mutate(seeds[random.Next(seeds.Length)], random);
            var second = SdpFuzzTests.Mutate(seeds[random.Next(seeds.Length)], random);
            if (!OfferMatch.TryAnswer(first, second, out var toFirst, out var toSecond)) continue;
            matched++;
            Assert.True(AnswerCheck.Judge(first, toFirst).IsUsable);
            Assert.True(AnswerCheck.Judge(second, toSecond).IsUsable);
        }

        Assert.InRange(matched, 500, 39_000);
    }

    private static (string ToFirst, string ToSecond) Match(string first, string second)
    {
        Assert.True(OfferMatch.TryAnswer(Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(second), out var toFirst, out var toSecond));
        return (Encoding.ASCII.GetString(toFirst), Encoding.ASCII.GetString(toSecond));
    }
}
