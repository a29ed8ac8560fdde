using System.Globalization;
using System.Text;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>The account that the tests' phones belong to: extensions 100 to 119, each with a secret of its own.</summary>
internal static class TestAccount
{
    public const string Domain = "test.localhost";
    private const int First = 100;
    private const int Last = 119;

    /// <summary>An extension that is let in from 127.0.0.1 without a password; for SIPp where the challenge is not what is tested.</summary>
    public const string Trusted = "150";

    public static string Secret(string extension) => "secret-" + extension;

    /// <summary>The account's file.</summary>
    /// <param name="settings">Lines for the account itself, such as <c>media: direct</c>; a phone rings for 4 s.</param>
    public static string Yaml(string settings = "")
    {
        var yaml = new StringBuilder("dialplan: 1\naccount: test\n").Append("domains: [").Append(Domain).Append("]\nring-for: 4s\n").Append(settings).Append("\n\nextensions:\n");
        for (var number = First; number <= Last; number++)
        {
            var extension = number.ToString(CultureInfo.InvariantCulture);
            yaml.Append(CultureInfo.InvariantCulture, $"  \"{extension}\": {{ name: Phone {extension}, secret: {Secret(extension)} }}\n");
        }

        yaml.Append(CultureInfo.InvariantCulture, $"  \"{Trusted}\": {{ name: Trusted, secret: {Secret(Trusted)}, allow-from: [127.0.0.0/8] }}\n");
        return yaml.ToString();
    }
}
