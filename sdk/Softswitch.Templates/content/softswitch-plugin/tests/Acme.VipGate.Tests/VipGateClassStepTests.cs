using Softswitch.Sdk.Testing;

namespace Acme.VipGate.Tests;

public sealed class VipGateClassStepTests
{
    private static readonly VipGateClassOptions Options = new() { Numbers = ["100"] };

    [Fact]
    public async Task A_caller_on_the_list_is_not_asked()
    {
        var call = TestCall.From("100");

        var outcome = await call.RunAsync<VipGateClassStep>(Options);

        Assert.Equal("vip", outcome.Name);
        call.DidNotHear("vm-password").HadNoFailures();
    }

    [Theory]
    [InlineData("2580", "vip")]
    [InlineData("1111", "regular")]
    [InlineData("", "regular")]
    public async Task Anybody_else_has_to_know_the_code(string pressed, string expected)
    {
        var call = TestCall.From("+50670000001").Presses(pressed);

        var outcome = await call.RunAsync<VipGateClassStep>(Options);

        Assert.Equal(expected, outcome.Name);
        call.Heard("vm-password").HadNoFailures();
    }

    [Fact]
    public async Task The_dialplan_rings_the_desk_for_those_who_pass()
    {
        var dialplan = TestDialplan.Load(await File.ReadAllTextAsync("dialplan.yaml"), typeof(VipGateClassStep).Assembly);

        var call = await dialplan.Dial("200").CalledBy("100").RunAsync();

        call.Rang("ext:101").HadNoFailures();
    }
}
