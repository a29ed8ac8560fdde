using Sample.FewestCalls;
using Softswitch.Sdk;

namespace Softswitch.Samples.Tests;

public sealed class FewestCallsTests
{
    [Fact]
    public void Who_has_taken_fewest_comes_first_and_of_equals_who_has_been_idle_longest()
    {
        var noon = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        GroupMember[] members = [new("100", 1, noon, 3), new("101", 1, noon, 1), new("102", 1, noon.AddHours(-1), 1), new("103", 2, null, 0), new("104", 1, null, 1)];

        var order = new FewestCalls().Order(members, new Random(1));

        Assert.Equal(["104", "102", "101", "100", "103"], order.Select(member => member.Extension));
    }
}
