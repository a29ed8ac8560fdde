namespace Softswitch.Sdk.Testing;

/// <summary>What every strategy of distribution has to stand: groups of any size, the same again for the same, nobody made up and nobody twice.</summary>
public static class DistributionConformance
{
    private const int Groups = 200;
    private const int LargestGroup = 50;

    /// <summary>Holds a strategy to it, with groups that <paramref name="seed"/> makes.</summary>
    /// <exception cref="TestFailedException">It does not stand it; the message says with which group.</exception>
    public static void Check(ICallDistribution strategy, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var chance = new Random(seed);
        for (var group = 0; group < Groups; group++)
        {
            var members = Enumerable.Range(0, group == 0 ? 0 : chance.Next(1, LargestGroup + 1)).Select(number => Member(100 + number, chance)).ToList();
            var (first, again) = (Order(strategy, members, group), Order(strategy, members, group));
            Assert(first.SequenceEqual(again), members, "gives another order for the same members and the same randomness");
            Assert(first.All(members.Contains), members, "gives somebody who is no member");
            Assert(first.Distinct().Count() == first.Count, members, "gives somebody twice");
        }
    }

    private static IReadOnlyList<GroupMember> Order(ICallDistribution strategy, IReadOnlyList<GroupMember> members, int seed)
    {
        try
        {
            return strategy.Order(members, new Random(seed));
        }
        catch (Exception e)
        {
            throw new TestFailedException($"{strategy.GetType().Name} throws {e.GetType().Name} ({e.Message}) for {Described(members)}");
        }
    }

    private static GroupMember Member(int number, Random chance) =>
        new($"{number}", chance.Next(1, 4), chance.Next(3) == 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(chance.Next(86_400)), chance.Next(0, 20));

    private static void Assert(bool isGood, IReadOnlyList<GroupMember> members, string problem)
    {
        if (!isGood) throw new TestFailedException($"the strategy {problem}: {Described(members)}");
    }

    private static string Described(IReadOnlyList<GroupMember> members) => members.Count == 0 ? "an empty group" : string.Join("; ", members);
}
