using System.Reflection;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Yaml;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

/// <summary>What is shipped and what is documented is held against the code.</summary>
public sealed partial class ShippedAccountTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public async Task The_demo_accounts_are_without_fault()
    {
        var load = await AccountFolder.CheckAsync(new AccountCatalogueOptions { Folder = Path.Combine(Root, "dialplans"), DefaultAccount = "demo", Language = AccountLanguage.KernelOnly });

        Assert.Empty(load.Findings);
        Assert.Equal("demo", load.Current.FindByHost("127.0.0.1"u8)!.Id);
        Assert.Equal("acme", load.Current.FindByHost("acme.localhost"u8)!.Id);
        Assert.Equal(["100", "101", "102"], load.Current.Default!.Extensions.Keys.Order());
        Assert.All(load.Current.Default.Extensions.Values, extension => Assert.NotNull(extension.Secret));
    }

    [Fact]
    public void The_samples_of_the_documentation_are_without_fault()
    {
        var samples = Sample().Matches(Document("language.md")).Select((match, i) => ($"language.md sample {i + 1}", match.Groups["text"].Value)).ToArray();

        Assert.NotEmpty(samples);
        Assert.Empty(AccountFolder.Check(samples, null).Findings);
    }

    [Fact]
    public void Every_code_of_a_finding_is_documented_once()
    {
        var codes = typeof(FindingCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order();

        Assert.Equal(codes, Code().Matches(Document("findings.md")).Select(match => match.Groups["code"].Value));
    }

    private static string Document(string name) => File.ReadAllText(Path.Combine(Root, "docs", "dialplans", name));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests are not run within the repository");
    }

    [GeneratedRegex("^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"^\| (?<code>SSW\d{4}) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
