using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

/// <summary>The exchanges of RFC 3264 §10 and RFC 4317, and answers that do not fit.</summary>
public sealed class AnswerCheckTests
{
    private const string AlicesVideo = "m=audio 49170 RTP/AVP 0 8 97\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\na=rtpmap:97 iLBC/8000\nm=video 51372 RTP/AVP 31 32\na=rtpmap:31 H261/90000\na=rtpmap:32 MPV/90000";

    public static TheoryData<string, string, string, string> Exchanges => new()
    {
        // RFC 3264 §10.1: one of two videos is refused; then a stream is added.
        {
            "RFC 3264 §10.1, first",
            "m=audio 49170 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 51372 RTP/AVP 31\na=rtpmap:31 H261/90000\nm=video 53000 RTP/AVP 32\na=rtpmap:32 MPV/90000",
            "m=audio 49920 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 0 RTP/AVP 31\nm=video 53000 RTP/AVP 32\na=rtpmap:32 MPV/90000",
            "0 PCMU/8000||32 MPV/90000"
        },
        {
            "RFC 3264 §10.1, second",
            "m=audio 65422 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 0 RTP/AVP 31\nm=video 53000 RTP/AVP 32\na=rtpmap:32 MPV/90000\nm=audio 51434 RTP/AVP 110\na=rtpmap:110 telephone-events/8000\na=recvonly",
            "m=audio 49170 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 0 RTP/AVP 31\nm=video 53000 RTP/AVP 32\na=rtpmap:32 MPV/90000\nm=audio 53122 RTP/AVP 110\na=rtpmap:110 telephone-events/8000\na=sendonly",
            "0 PCMU/8000||32 MPV/90000|110 telephone-events/8000"
        },
        // RFC 3264 §10.2: one of several codecs, inactive until chosen.
        {
            "RFC 3264 §10.2, first",
            "m=audio 62986 RTP/AVP 0 4 18\na=rtpmap:0 PCMU/8000\na=rtpmap:4 G723/8000\na=rtpmap:18 G729/8000\na=inactive",
            "m=audio 54344 RTP/AVP 0 4\na=rtpmap:0 PCMU/8000\na=rtpmap:4 G723/8000\na=inactive",
            "0 PCMU/8000,4 G723/8000"
        },
        {
            "RFC 3264 §10.2, second",
            "m=audio 62986 RTP/AVP 4\na=rtpmap:4 G723/8000\na=sendrecv",
            "m=audio 54344 RTP/AVP 4\na=rtpmap:4 G723/8000\na=sendrecv",
            "4 G723/8000"
        },
        {
            "RFC 4317 §2.1",
            AlicesVideo,
            "m=audio 49174 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 49170 RTP/AVP 32\na=rtpmap:32 MPV/90000",
            "0 PCMU/8000|32 MPV/90000"
        },
        {
            "RFC 4317 §2.2, several codecs",
            AlicesVideo,
            "m=audio 49172 RTP/AVP 0 8\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\nm=video 0 RTP/AVP 31\na=rtpmap:31 H261/90000",
            "0 PCMU/8000,8 PCMA/8000|"
        },
        {
            "RFC 4317 §2.3, a dynamic type",
            AlicesVideo,
            "m=audio 49172 RTP/AVP 97\na=rtpmap:97 iLBC/8000\nm=video 0 RTP/AVP 31\na=rtpmap:31 H261/90000",
            "97 iLBC/8000|"
        },
        {
            "RFC 4317 §2.4, two audio streams and telephone events",
            "m=audio 49170 RTP/AVP 97\na=rtpmap:97 iLBC/8000\nm=audio 49172 RTP/AVP 98\na=rtpmap:98 telephone-event/8000\na=sendonly",
            "m=audio 49172 RTP/AVP 97\na=rtpmap:97 iLBC/8000\nm=audio 49174 RTP/AVP 98\na=rtpmap:98 telephone-event/8000\na=recvonly",
            "97 iLBC/8000|98 telephone-event/8000"
        },
        {
            "RFC 4317 §2.5, other numbers for the same codec",
            "m=audio 49170 RTP/AVP 99\na=rtpmap:99 iLBC/8000\nm=video 51372 RTP/AVP 31 32\na=rtpmap:31 H261/90000\na=rtpmap:32 MPV/90000",
            "m=audio 49172 RTP/AVP 97\na=rtpmap:97 iLBC/8000\nm=video 0 RTP/AVP 31\na=rtpmap:31 H261/90000",
            "97 iLBC/8000|"
        },
        {
            "RFC 4317 §3.1, hold",
            "m=audio 49178 RTP/AVP 97\na=rtpmap:97 iLBC/8000\na=sendonly",
            "m=audio 49174 RTP/AVP 97\na=rtpmap:97 iLBC/8000\na=recvonly",
            "97 iLBC/8000"
        },
        {
            "RFC 4317 §4.3, a stream is ended",
            "m=audio 49170 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 0 RTP/AVP 32\na=rtpmap:32 MPV/90000",
            "m=audio 49174 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 0 RTP/AVP 32\na=rtpmap:32 MPV/90000",
            "0 PCMU/8000|"
        },
        {
            "fax",
            "m=audio 0 RTP/AVP 0\nm=image 5000 udptl t38",
            "m=audio 0 RTP/AVP 0\nm=image 6000 UDPTL t38",
            "|"
        },
    };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void The_standards_examples_agree_on_these_codecs(string name, string offer, string answer, string codecs)
    {
        var (offered, answered) = (SdpSamples.WithMedia(offer), SdpSamples.WithMedia(answer));

        Assert.True(AnswerVerdict.Good == AnswerCheck.Judge(offered, answered), name);
        Assert.Equal(codecs, string.Join('|', codecs.Split('|').Select((_, i) => string.Join(',', AnswerCheck.AgreedCodecs(offered, answered, i)))));
    }

    [Theory]
    [InlineData("m=audio 1 RTP/AVP 0", "m=audio 1 RTP/AVP 0\nm=video 2 RTP/AVP 31", "2 streams in answer to 1")]
    [InlineData("m=audio 1 RTP/AVP 0\nm=video 2 RTP/AVP 31", "m=audio 1 RTP/AVP 0", "1 streams in answer to 2")]
    [InlineData("m=audio 1 RTP/AVP 0\nm=video 2 RTP/AVP 31", "m=video 1 RTP/AVP 31\nm=audio 2 RTP/AVP 0", "stream 1 is of another kind than offered")]
    [InlineData("m=audio 0 RTP/AVP 0", "m=audio 2 RTP/AVP 0", "stream 1 was offered as rejected")]
    [InlineData("m=audio 1 RTP/AVP 0", "m=audio 2 RTP/SAVP 0", "stream 1 is over another transport than offered")]
    [InlineData("m=audio 1 RTP/AVP 0", "m=audio 2 RTP/AVP", "line 6: m= is not of the form media port protocol formats")]
    public void An_answer_that_does_not_fit_is_told_why(string offer, string answer, string text) =>
        Assert.Equal(new AnswerVerdict(false, text), AnswerCheck.Judge(SdpSamples.WithMedia(offer), SdpSamples.WithMedia(answer)));

    [Theory]
    [InlineData("m=audio 1 RTP/AVPF 0", "m=audio 2 RTP/AVP 0", "")]
    [InlineData("m=audio 1 RTP/AVP 0\na=sendonly", "m=audio 2 RTP/AVP 0\na=sendrecv", "stream 1 claims a direction that was not offered")]
    [InlineData("m=audio 0 RTP/AVP 0\na=bundle-only", "m=audio 2 RTP/AVP 0", "")]
    public void What_phones_confuse_is_tolerated(string offer, string answer, string text) =>
        Assert.Equal(new AnswerVerdict(true, text), AnswerCheck.Judge(SdpSamples.WithMedia(offer), SdpSamples.WithMedia(answer)));

    [Theory]
    [InlineData(MediaDirection.SendRecv, MediaDirection.SendRecv, MediaDirection.SendRecv)]
    [InlineData(MediaDirection.SendOnly, MediaDirection.RecvOnly, MediaDirection.SendOnly)]
    [InlineData(MediaDirection.SendOnly, MediaDirection.SendRecv, MediaDirection.SendOnly)]
    [InlineData(MediaDirection.SendRecv, MediaDirection.SendOnly, MediaDirection.RecvOnly)]
    [InlineData(MediaDirection.SendOnly, MediaDirection.SendOnly, MediaDirection.Inactive)]
    [InlineData(MediaDirection.Inactive, MediaDirection.SendRecv, MediaDirection.Inactive)]
    public void Directions_are_agreed_as_the_offerer_sees_them(MediaDirection offer, MediaDirection answer, MediaDirection agreed) =>
        Assert.Equal(agreed, MediaDirections.Negotiate(offer, answer));
}
