using System.Text;
using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Tests.Accounts;

public sealed class AccountSetTests
{
    private readonly AccountSet _accounts = AccountSamples.Read("globex", AccountSamples.Acme, AccountSamples.Globex);

    [Theory]
    [InlineData("acme.localhost", "acme")]
    [InlineData("ACME.LocalHost", "acme")]
    [InlineData("acme.localhost.", "acme")]
    [InlineData("192.0.2.10", "acme")]
    [InlineData("[2001:db8::10]", "acme")]
    [InlineData("2001:db8::10", "acme")]
    [InlineData("globex.localhost", "globex")]
    [InlineData("127.0.0.1", "globex")]
    [InlineData("sub.acme.localhost", "globex")]
    [InlineData("äcme.localhost", "globex")]
    [InlineData("", "globex")]
    public void A_host_selects_the_account_whose_domain_it_is_else_the_default(string host, string account) =>
        Assert.Equal(account, _accounts.FindByHost(Encoding.UTF8.GetBytes(host))!.Id);

    [Fact]
    public void Without_a_default_account_a_strange_host_is_nobody_s()
    {
        var accounts = AccountSamples.Read(null, AccountSamples.Acme);

        Assert.Null(accounts.Default);
        Assert.Null(accounts.FindByHost("127.0.0.1"u8));
        Assert.Null(accounts.FindByHost(new byte[5000]));
    }

    [Fact]
    public void An_extension_of_one_account_is_never_found_in_another()
    {
        var acme = _accounts.Find("acme")!;
        var globex = _accounts.Find("globex")!;

        Assert.Equal("Alice", acme.FindExtension("100"u8)!.Name);
        Assert.Equal("Hank", globex.FindExtension("100"u8)!.Name);
        Assert.NotNull(acme.FindExtension("101"u8));
        Assert.Null(globex.FindExtension("101"u8));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0100")]
    [InlineData("")]
    [InlineData("100;x=y")]
    [InlineData("1000000000000000000000000000000000000000000")]
    [InlineData("１００")]
    public void Only_the_number_itself_finds_an_extension(string number) =>
        Assert.Null(_accounts.Find("acme")!.FindExtension(Encoding.UTF8.GetBytes(number)));

    [Fact]
    public void Finding_an_account_and_an_extension_allocates_nothing() =>
        Assert.Equal(0, Allocation.Least(() => _accounts.FindByHost("acme.localhost"u8)!.FindExtension("100"u8)));
}
