using Sample.FewestCalls;
using Softswitch.Sdk;
using Softswitch.Sdk.Testing;

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

    [Fact]
    public void It_stands_what_every_strategy_has_to_stand() => DistributionConformance.Check(new FewestCalls());

    [Fact]
    public void The_plan_of_the_page_does_what_its_tests_say()
    {
        var (plan, tests) = (Pages.Yaml("distributions.md")[0], Pages.Yaml("distributions.md")[1]);

        TestDialplan.Load(plan, typeof(FewestCalls).Assembly).RunTests(tests);
    }

    [Fact]
    public async Task Calls_go_round_as_the_members_take_them_and_a_new_day_begins_anew()
    {
        var dialplan = TestDialplan.Load(Pages.Yaml("distributions.md")[0], typeof(FewestCalls).Assembly);
        var first = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
        var answered = new List<string>();

        for (var call = 0; call < 4; call++) answered.Add(await AnsweredAsync(dialplan, first.AddHours(call)));
        var refused = await dialplan.Dial("+50640001000").At(first.AddHours(4)).When("ext:101", Callee.Busy).RunAsync();
        answered.Add(await AnsweredAsync(dialplan, first.AddDays(1)));

        Assert.Equal(["100", "101", "102", "100", "101"], answered);
        refused.Rang("ext:101").Rang("ext:102").HadNoFailures();
        Assert.Contains(refused.Reasons, reason => reason == "the order is ext:101, ext:102, ext:100");
    }

    private static async Task<string> AnsweredAsync(TestDialplan dialplan, DateTimeOffset at)
    {
        var call = await dialplan.Dial("+50640001000").At(at).RunAsync();
        call.WasAnswered().HadNoFailures();
        return call.Record.AnsweredBy!.Extension!;
    }
}
