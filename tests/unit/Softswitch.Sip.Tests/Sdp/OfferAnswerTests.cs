using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class OfferAnswerTests
{
    private static readonly NetAddress Relay = NetAddress.IPv4(0xC6336401, 0);
    private static readonly SdpRelayStream[] Ports = [new(Relay.WithPort(30000)), new(Relay.WithPort(30002)), new(Relay.WithPort(30004))];

    private readonly OfferAnswer _leg = new(0xFFFF_FFFF_0000_002A);
    private readonly SdpRewriter _rewriter = new();
    private readonly SdpEditor _editor = new();

    [Fact]
    public void An_offer_and_its_answer_come_into_force_together()
    {
        var offer = SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0 8");
        var answer = SdpSamples.WithMedia("m=audio 5000 RTP/AVP 8");

        _leg.OfferSent(offer);
        Assert.Equal(OfferAnswerState.Offered, _leg.State);
        Assert.Null(_leg.Local);
        Assert.Equal(AnswerVerdict.Good, _leg.AnswerReceived(answer));

        Assert.Equal(OfferAnswerState.Settled, _leg.State);
        Assert.Same(offer, _leg.Local);
        Assert.Same(answer, _leg.Remote);
        Assert.Null(_leg.Pending);
    }

    [Fact]
    public void The_peer_s_offer_is_answered_by_us()
    {
        var offer = SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0 8");
        var answer = SdpSamples.WithMedia("m=audio 5000 RTP/AVP 8");

        _leg.OfferReceived(offer);
        _leg.AnswerSent(answer);

        Assert.Same(answer, _leg.Local);
        Assert.Same(offer, _leg.Remote);
    }

    [Fact]
    public void Offers_that_cross_are_told_491_and_a_second_offer_of_the_peer_500()
    {
        Assert.Equal(0, _leg.StatusForOffer);
        _leg.OfferSent(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0"));
        Assert.Equal(491, _leg.StatusForOffer);
        Assert.False(_leg.MayOffer);

        _leg.Withdraw();
        Assert.Equal(0, _leg.StatusForOffer);
        _leg.OfferReceived(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0"));
        Assert.Equal(500, _leg.StatusForOffer);
    }

    [Fact]
    public void A_refused_offer_leaves_in_force_what_was()
    {
        var first = SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0");
        _leg.OfferSent(first);
        _leg.AnswerReceived(SdpSamples.WithMedia("m=audio 5000 RTP/AVP 0"));

        _leg.OfferSent(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\nm=video 4002 RTP/AVP 31"));
        _leg.Withdraw();

        Assert.Equal(OfferAnswerState.Settled, _leg.State);
        Assert.Same(first, _leg.Local);
    }

    [Fact]
    public void An_unusable_answer_changes_nothing()
    {
        _leg.OfferSent(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0"));

        Assert.False(_leg.AnswerReceived(SdpSamples.WithMedia("m=video 4000 RTP/AVP 0")).IsUsable);
        Assert.Equal(OfferAnswerState.Offered, _leg.State);
        Assert.True(_leg.AnswerReceived(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0")).IsUsable);
        Assert.False(_leg.AnswerReceived(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0")).IsUsable);
    }

    [Fact]
    public void Our_session_identity_stays_and_the_version_grows_only_with_the_content()
    {
        var first = Write("m=audio 4000 RTP/AVP 0");
        var same = Write("m=audio 4444 RTP/AVP 0");
        var held = Write("m=audio 4000 RTP/AVP 0\na=sendonly");

        Assert.Contains("o=- 42 1 IN IP4 198.51.100.1\n", SdpSamples.Text(first), StringComparison.Ordinal);
        Assert.Same(first, same);
        Assert.Contains("o=- 42 2 IN IP4 198.51.100.1\n", SdpSamples.Text(held), StringComparison.Ordinal);
        Assert.Contains("o=- 42 3 IN IP4 198.51.100.1\n", SdpSamples.Text(Write("m=audio 4000 RTP/AVP 0")), StringComparison.Ordinal);
    }

    [Fact]
    public void Hold_and_resume_turn_what_is_in_force()
    {
        Assert.Null(_leg.WriteHold(_editor, hold: true));
        Settle(Write("m=audio 4000 RTP/AVP 0\na=ptime:20\nm=video 4002 RTP/AVP 31\na=recvonly\nm=audio 0 RTP/AVP 8"));

        var held = _leg.WriteHold(_editor, hold: true)!;
        Assert.EndsWith("m=audio 30000 RTP/AVP 0\na=ptime:20\na=sendonly\nm=video 30002 RTP/AVP 31\na=inactive\nm=audio 0 RTP/AVP 8\n", SdpSamples.Text(held), StringComparison.Ordinal);
        Assert.Contains("o=- 42 2 IN IP4 198.51.100.1\n", SdpSamples.Text(held), StringComparison.Ordinal);
        Settle(held);

        var resumed = _leg.WriteHold(_editor, hold: false)!;
        Assert.EndsWith("a=ptime:20\na=sendrecv\nm=video 30002 RTP/AVP 31\na=recvonly\nm=audio 0 RTP/AVP 8\n", SdpSamples.Text(resumed), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_transfer_the_new_peer_s_streams_come_in_the_order_the_leg_began_with()
    {
        Settle(Write("m=audio 4000 RTP/AVP 0\nm=video 4002 RTP/AVP 31"));

        var offer = _leg.WriteReOffer(_editor, SdpSamples.WithMedia("m=image 7000 udptl t38\nm=audio 7002 RTP/AVP 8\na=x"));

        Assert.EndsWith("m=audio 7002 RTP/AVP 8\na=x\nm=video 0 RTP/AVP 31\nm=image 7000 udptl t38\n", SdpSamples.Text(offer), StringComparison.Ordinal);
        Assert.Contains("o=- 42 2 IN IP4 192.0.2.1\n", SdpSamples.Text(offer), StringComparison.Ordinal);
    }

    private byte[] Write(string media)
    {
        var written = _leg.Write(_rewriter, SdpSamples.WithMedia(media), Relay, Ports, SdpDrops.Relay, out var error);
        Assert.True(written is not null, error.ToString());
        return written;
    }

    private void Settle(byte[] offer)
    {
        _leg.OfferSent(offer);
        Assert.True(_leg.AnswerReceived(offer).IsUsable);
    }
}
