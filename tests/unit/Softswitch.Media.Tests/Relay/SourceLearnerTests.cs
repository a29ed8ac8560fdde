using Softswitch.Net;

namespace Softswitch.Media.Tests.Relay;

public sealed class SourceLearnerTests
{
    private const long Window = 3000;
    private const long Silence = 2000;

    private static readonly NetAddress Signalled = Address(10, 4000);
    private static readonly NetAddress SignalledHostOtherPort = Address(10, 5000);
    private static readonly NetAddress BehindNat = Address(77, 61_000);
    private static readonly NetAddress Stranger = Address(66, 6666);

    private readonly SourceLearner _learner = new(new SourceLearnerTimes(Window, Silence));

    [Fact]
    public void The_first_source_is_learnt_and_others_are_refused()
    {
        _ = _learner.Expect(Signalled, default);

        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(BehindNat, 1, 0));
        Assert.Equal(SourceVerdict.Accepted, _learner.Judge(BehindNat, 1, 20));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 2, 25));
        Assert.Equal(BehindNat, _learner.Source);
    }

    [Fact]
    public void A_source_is_learnt_also_where_nothing_was_signalled()
    {
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(BehindNat, 1, 0));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 1, 1));
    }

    [Fact]
    public void The_signalled_address_takes_over_from_whoever_was_first()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(Stranger, 2, 0);

        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Signalled, 1, 100));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 2, 101));
        Assert.True(_learner.IsSettled(101));
    }

    [Fact]
    public void The_host_that_signals_is_trusted_more_than_any_other()
    {
        _ = _learner.Expect(Address(192, 4000), signallingHost: Address(77, 5060));
        _ = _learner.Judge(Stranger, 2, 0);

        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(BehindNat, 1, 100));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 2, 101));
    }

    [Fact]
    public void After_the_window_trust_is_of_no_use()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(BehindNat, 1, 0);
        _ = _learner.Judge(BehindNat, 1, Window);

        Assert.True(_learner.IsSettled(Window));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Signalled, 2, Window));
    }

    [Fact]
    public void Within_the_window_equal_trust_does_not_take_over()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(SignalledHostOtherPort, 1, 0);

        Assert.False(_learner.IsSettled(1));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Address(10, 5002), 1, 1));
    }

    [Fact]
    public void A_new_address_negotiated_begins_anew_and_the_old_source_is_refused_after_it_spoke()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(Signalled, 1, 0);

        Assert.True(_learner.Expect(Address(11, 4000), default));
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Address(11, 4000), 2, 10));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Signalled, 1, 20));
    }

    [Fact]
    public void The_same_address_negotiated_again_opens_nothing()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(BehindNat, 1, 0);

        Assert.False(_learner.Expect(Signalled, default));
        Assert.Equal(BehindNat, _learner.Source);
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 2, 10));
    }

    [Fact]
    public void After_silence_the_same_stream_may_come_from_elsewhere()
    {
        _ = _learner.Judge(BehindNat, 7, 0);

        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Address(77, 62_000), 7, Silence - 1));
        Assert.True(_learner.IsSilent(Silence));
        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 8, Silence));
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Address(77, 62_000), 7, Silence));
    }

    [Fact]
    public void After_silence_the_signalled_address_is_learnt_with_any_stream()
    {
        _ = _learner.Expect(Signalled, default);
        _ = _learner.Judge(BehindNat, 7, 0);

        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Signalled, 9, Window + Silence));
    }

    [Fact]
    public void A_stream_without_SSRCs_may_change_its_port_after_silence_and_nothing_else()
    {
        _ = _learner.Judge(BehindNat, 0, 0);

        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 0, Silence));
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Address(77, 62_000), 0, Silence));
    }

    [Fact]
    public void A_port_that_follows_a_host_accepts_no_other_unless_it_was_signalled()
    {
        _ = _learner.Expect(Signalled, default);
        _learner.FollowHost(BehindNat);

        Assert.Equal(SourceVerdict.Refused, _learner.Judge(Stranger, 0, 0));
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Address(77, 61_001), 0, 1));
        Assert.Equal(SourceVerdict.Learnt, _learner.Judge(Signalled, 0, 2));
    }

    private static NetAddress Address(byte host, ushort port) => NetAddress.IPv4(0xCB007100u | host, port);
}
