using Sample.LeastCost;
using Softswitch.Sdk.Testing;

namespace Softswitch.Samples.Tests;

public sealed class LeastCostTests
{
    private const string Tico = "sip:50640001000@192.0.2.1";
    private const string Central = "sip:50640001000@192.0.2.2:5080";

    private readonly TestDialplan _dialplan = TestDialplan.Load(Pages.Yaml("carriers.md")[0], typeof(LeastCost).Assembly);

    [Fact]
    public async Task The_cheapest_is_tried_first_and_the_next_where_it_is_out_of_order()
    {
        var call = (await DialAsync("950640001000", (Central, Callee.Rejects(503)))).Rang(Central, Tico).WasAnswered().HadNoFailures();

        Assert.Equal(["central: 503", "by tico"], call.Reasons.Take(2));
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(500, true)]
    [InlineData(486, false)]
    [InlineData(480, false)]
    [InlineData(404, false)]
    [InlineData(603, false)]
    public async Task Only_what_is_the_carrier_s_own_fault_leads_to_the_next(int status, bool isTried)
    {
        var call = await DialAsync("950640001000", (Central, Callee.Rejects(status)));

        if (isTried) call.Rang(Central, Tico);
        else call.DidNotRing(Tico);
    }

    [Fact]
    public async Task Who_does_not_answer_is_nobody_s_fault()
    {
        (await DialAsync("950640001000", (Central, Callee.NoAnswer))).DidNotRing(Tico).WasRefusedWith(480);
    }

    [Fact]
    public async Task A_number_that_nobody_takes_is_unreachable()
    {
        (await DialAsync("94412345")).Heard("sorry").HadNoFailures();
    }

    [Fact]
    public async Task Extensions_are_rung_as_ever()
    {
        (await DialAsync("9101")).Rang("ext:101").WasAnswered();
    }

    [Fact]
    public async Task A_selection_that_fails_is_an_error_of_the_step()
    {
        await _dialplan.Account.Store("sample.least-cost").SetAsync("routes", "nonsense", default);

        var call = await _dialplan.Dial("950640001000").RunAsync();

        Assert.Contains("'nonsense' is no route", Assert.Single(call.Failures), StringComparison.Ordinal);
        call.WasRefusedWith(503);
    }

    private async Task<TestCall> DialAsync(string dialled, params (string Target, Callee Does)[] callees)
    {
        const string table = "506 0.020 tico 192.0.2.1\n506 0.018 central 192.0.2.2:5080\n5 0.001 cheap 192.0.2.4\n1 0.010 north 192.0.2.3\n";
        await _dialplan.Account.Store("sample.least-cost").SetAsync("routes", table, default);
        var call = _dialplan.Dial(dialled);
        foreach (var (target, does) in callees) call = call.When(target, does);
        return await call.RunAsync();
    }
}
