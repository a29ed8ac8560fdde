namespace Softswitch.Sdk.Testing.Tests;

public sealed class DistributionConformanceTests
{
    [Fact]
    public void A_good_strategy_stands_it() => DistributionConformance.Check(new Shuffled());

    [Fact]
    public void One_that_fails_makes_somebody_up_gives_somebody_twice_or_has_a_chance_of_its_own_does_not()
    {
        Assert.Contains("an empty group", Failure(new FirstOnly()), StringComparison.Ordinal);
        Assert.Contains("who is no member", Failure(new Stranger()), StringComparison.Ordinal);
        Assert.Contains("somebody twice", Failure(new Twice()), StringComparison.Ordinal);
        Assert.Contains("another order", Failure(new Moody()), StringComparison.Ordinal);
    }

    private static string Failure(ICallDistribution strategy) => Assert.Throws<TestFailedException>(() => DistributionConformance.Check(strategy)).Message;
}

[CallDistribution("shuffled")]
internal sealed class Shuffled : ICallDistribution
{
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => [.. members.OrderBy(_ => random.Next())];
}

[CallDistribution("first-only")]
internal sealed class FirstOnly : ICallDistribution
{
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => [members[0]];
}

[CallDistribution("stranger")]
internal sealed class Stranger : ICallDistribution
{
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => [new GroupMember("1", 1, null, 0)];
}

[CallDistribution("twice")]
internal sealed class Twice : ICallDistribution
{
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => [.. members, .. members];
}

[CallDistribution("moody")]
internal sealed class Moody : ICallDistribution
{
    private int _calls;

    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => _calls++ % 2 == 0 ? [.. members.Reverse()] : members;
}
