using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

internal static class AccountSamples
{
    public const string Acme = """
        dialplan: 1
        account: acme
        domains: [acme.localhost, 192.0.2.10, "2001:db8::10"]
        extensions:
          "100": { name: Alice, secret: s3cret }
          "101": { secret: s3cret2, max-contacts: 2, allow-from: 10.0.0.0/8 }
          "102": { allow-from: [192.0.2.7, "2001:db8::/32"] }
        numbers: { "+50640001000": office }
        flows:
          office:
            - bridge: { to: "ext:100", ring-for: 20s }
              then: { answered: end, busy: night, no-answer: night, unreachable: night }
          night:
            - bridge: { to: [ "ext:101", "sip:guard@192.0.2.99:5070" ] }
        """;

    public const string Globex = """
        dialplan: 1
        account: globex
        domains: [globex.localhost]
        extensions:
          "100": { name: Hank, secret: other }
        """;

    /// <summary>The set of accounts of those texts, none of which may be wrong.</summary>
    public static AccountSet Read(string? defaultAccount, params string[] texts)
    {
        var (set, findings) = AccountFolder.Check(texts.Select((text, i) => ($"{i}.yaml", text)), defaultAccount);
        Assert.Empty(findings);
        return set!;
    }
}
