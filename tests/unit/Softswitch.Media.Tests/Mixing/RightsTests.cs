namespace Softswitch.Media.Tests.Mixing;

public sealed class RightsTests
{
    private readonly TestRoom _room = new();
    private readonly MixedEnd _agent;
    private readonly MixedEnd _customer;
    private readonly MixedEnd _chief;

    public RightsTests() => (_agent, _customer, _chief) = (_room.Join(400), _room.Join(700), _room.Join(1100));

    [Fact]
    public void Who_only_listens_hears_both_and_is_heard_by_neither()
    {
        _chief.Member.Rights = MemberRights.ListenOnly;
        AssertHears("agent: customer; customer: agent; chief: agent customer");
    }

    [Fact]
    public void Who_coaches_hears_both_and_is_heard_by_the_agent_only()
    {
        _chief.Member.Rights = new MemberRights { HeardOnlyBy = _agent.Member };
        AssertHears("agent: customer chief; customer: agent; chief: agent customer");
    }

    [Fact]
    public void Who_barges_in_is_heard_by_both()
    {
        _chief.Member.Rights = MemberRights.ListenOnly;
        _room.Talk(200);
        _chief.Member.Rights = MemberRights.All;
        AssertHears("agent: customer chief; customer: agent chief; chief: agent customer");
    }

    [Fact]
    public void Who_is_deaf_hears_nobody_and_is_heard()
    {
        _customer.Member.Rights = new MemberRights { IsDeaf = true };
        AssertHears("agent: customer chief; customer:; chief: agent customer");
        Assert.Equal(0, _customer.Level());
    }

    [Fact]
    public void Who_is_muted_and_deaf_is_as_if_it_were_not_there()
    {
        _customer.Member.Rights = new MemberRights { IsDeaf = true, IsMuted = true };
        AssertHears("agent: chief; customer:; chief: agent");
    }

    [Fact]
    public void Who_whispers_and_is_muted_is_not_heard()
    {
        _chief.Member.Rights = new MemberRights { HeardOnlyBy = _agent.Member, IsMuted = true };
        AssertHears("agent: customer; customer: agent; chief: agent customer");
    }

    [Fact]
    public void Two_may_whisper_with_each_other_and_hear_the_others()
    {
        _chief.Member.Rights = new MemberRights { HeardOnlyBy = _agent.Member };
        _agent.Member.Rights = new MemberRights { HeardOnlyBy = _chief.Member };
        AssertHears("agent: customer chief; customer:; chief: agent customer");
    }

    [Fact]
    public void Who_whispers_to_one_that_has_left_is_heard_by_nobody_and_by_all_again_when_it_may()
    {
        _chief.Member.Rights = new MemberRights { HeardOnlyBy = _agent.Member };
        _room.Talk(200);
        _room.Leave(_agent);
        _room.Talk();
        Assert.InRange(_customer.Hears(1100), 0, 20);
        _chief.Member.Rights = MemberRights.All;
        _room.Talk();
        Assert.InRange(_customer.Hears(1100), 3900, 4100);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 1.995)]
    [InlineData(-6, 0.501)]
    [InlineData(-20, 0.1)]
    [InlineData(20, 10)]
    public void What_it_says_is_as_loud_as_it_may(int decibels, double factor)
    {
        _chief.Amplitude = 1000;
        _chief.Member.Rights = new MemberRights { Volume = decibels };
        _room.Talk();

        Assert.InRange(_agent.Hears(1100) / (1000 * factor), 0.94, 1.06);
        Assert.InRange(_agent.Hears(700), 3850, 4150);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(-21)]
    [InlineData(int.MinValue)]
    public void A_volume_out_of_range_is_refused(int decibels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemberRights { Volume = decibels });

    /// <summary>Who hears whom, and nobody else.</summary>
    private void AssertHears(string table)
    {
        _room.Talk();
        (string Name, MixedEnd End)[] ends = [("agent", _agent), ("customer", _customer), ("chief", _chief)];
        var heard = ends.Select(end => $"{end.Name}:" + string.Concat(ends.Where(other => end.End.Hears(other.End.Tone) > 2000).Select(other => $" {other.Name}")));
        Assert.Equal(table, string.Join("; ", heard));
    }
}
