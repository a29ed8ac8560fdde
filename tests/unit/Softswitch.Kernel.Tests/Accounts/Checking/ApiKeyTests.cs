using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts.Checking;

public sealed class ApiKeyTests
{
    private const string Start = "dialplan: 1\naccount: acme\ndomains: [acme.localhost]\n";

    [Fact]
    public void A_key_is_kept_as_its_hash_and_named()
    {
        var account = AccountSamples.Read(null, Start + "api-keys:\n  crm: { secret: 0123456789abcdef, plugins: dial }\n").Entries.Single().Account!;

        var key = Assert.Single(account.ApiKeys);
        Assert.True(key.Matches("0123456789abcdef"));
        Assert.False(key.Matches("0123456789abcdeF"));
        Assert.False(key.Matches(""));
        Assert.True(key.Allows("dial"));
        Assert.False(key.Allows("other"));
        Assert.Equal("key crm", key.ToString());
        Assert.DoesNotContain("0123456789abcdef", account.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api-keys: { crm: { secret: short } }", "4:28")]
    [InlineData("api-keys: { Crm: { secret: 0123456789abcdef } }", "4:13")]
    [InlineData("api-keys: { crm: { hash: 'md5:00' } }", "4:26")]
    [InlineData("api-keys: { crm: { hash: 'sha256:zz' } }", "4:26")]
    [InlineData("api-keys: { crm: {} }", "4:18")]
    [InlineData("api-keys: { crm: { secret: 0123456789abcdef, plugin: dial } }", "4:46")]
    [InlineData("api-keys: [a]", "4:11")]
    public void A_key_that_is_none_is_told_with_its_place(string text, string place)
    {
        var (set, findings) = AccountFolder.Check([("acme.yaml", Start + text)], null);

        Assert.Null(set);
        Assert.Contains(findings, finding => $"{finding.Line}:{finding.Column}" == place);
    }
}
