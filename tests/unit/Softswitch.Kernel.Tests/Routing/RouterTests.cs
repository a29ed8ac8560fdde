using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Routing;
using Softswitch.Kernel.Tests.Accounts;

namespace Softswitch.Kernel.Tests.Routing;

public sealed class RouterTests
{
    private readonly AccountSet _accounts = AccountSamples.Read(null, AccountSamples.Acme, AccountSamples.Globex);
    private readonly Router _router = new();

    [Fact]
    public void An_extension_s_number_rings_it_for_the_account_s_time_and_nothing_follows()
    {
        var step = Resolve("acme", "101")!;

        Assert.Equal("101", Assert.IsType<ExtensionTarget>(Assert.Single(step.Targets)).Extension.Number);
        Assert.Equal(TimeSpan.FromSeconds(30), step.RingFor);
        Assert.All(Enum.GetValues<DialOutcome>(), outcome => Assert.Null(step.Next(outcome)));
    }

    [Fact]
    public void A_number_runs_its_flow() => Assert.Equal(TimeSpan.FromSeconds(20), Resolve("acme", "+50640001000")!.RingFor);

    [Theory]
    [InlineData("999")]
    [InlineData("")]
    [InlineData("50640001000")]
    [InlineData("office")]
    public void Anything_else_is_nobody(string dialled) => Assert.Null(Resolve("acme", dialled));

    [Fact]
    public void Nobody_reaches_into_another_account()
    {
        Assert.Null(Resolve("globex", "101"));
        Assert.Null(Resolve("globex", "+50640001000"));
        var own = Assert.IsType<ExtensionTarget>(Assert.Single(Resolve("globex", "100")!.Targets));
        Assert.Equal("Hank", own.Extension.Name);
    }

    private BridgeStep? Resolve(string account, string dialled)
    {
        var found = _accounts.Find(account)!;
        return _router.Resolve(found, found.Extensions["100"], dialled);
    }
}
