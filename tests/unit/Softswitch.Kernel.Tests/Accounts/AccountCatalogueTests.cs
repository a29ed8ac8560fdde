using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

public sealed class AccountCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-accounts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Before_the_first_loading_there_is_nobody()
    {
        var catalogue = new AccountCatalogue(_folder, null, AccountLanguage.KernelOnly);

        Assert.Null(catalogue.Find("acme"));
        Assert.Null(catalogue.FindByHost("acme.localhost"u8));
    }

    [Fact]
    public void A_folder_without_fault_is_in_force_at_once()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yml", AccountSamples.Globex);
        Write(".acme.yaml.swp.yaml", "rubbish");
        Write("README.md", "rubbish");
        var catalogue = new AccountCatalogue(_folder, "acme", AccountLanguage.KernelOnly);

        var load = catalogue.Load();

        Assert.True(load.IsPublished);
        Assert.Empty(load.Findings);
        Assert.Equal(["acme", "globex"], catalogue.Current.Accounts.Select(account => account.Id).Order());
        Assert.Equal("acme", catalogue.FindByHost("127.0.0.1"u8)!.Id);
    }

    [Fact]
    public void A_fault_in_one_file_leaves_all_in_force_that_was_and_calls_keep_what_they_began_with()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yaml", AccountSamples.Globex);
        var catalogue = new AccountCatalogue(_folder, null, AccountLanguage.KernelOnly);
        catalogue.Load();
        var before = catalogue.Find("acme");

        Write("acme.yaml", AccountSamples.Acme.Replace("name: Alice", "name: Alicia", StringComparison.Ordinal));
        Write("globex.yaml", AccountSamples.Globex.Replace("secret", "sekret", StringComparison.Ordinal));
        var refused = catalogue.Load();

        Assert.False(refused.IsPublished);
        Assert.Equal($"{Path.Combine(_folder, "globex.yaml")}:5:24 SSW2102 unknown key 'sekret' in extension '100'; did you mean 'secret'?", refused.Findings[1].ToString());
        Assert.Same(before, catalogue.Find("acme"));

        Write("globex.yaml", AccountSamples.Globex);
        Assert.True(catalogue.Load().IsPublished);
        Assert.Equal("Alicia", catalogue.Find("acme")!.Extensions["100"].Name);
        Assert.Equal("Alice", before!.Extensions["100"].Name);
    }

    [Fact]
    public void A_missing_folder_an_empty_one_and_what_is_no_text_are_findings()
    {
        Assert.Contains("SSW2001 the folder cannot be read", Only(new AccountCatalogue(Path.Combine(_folder, "none"), null, AccountLanguage.KernelOnly)), StringComparison.Ordinal);
        Assert.Contains("SSW2302 no account file here; expected at least one *.yaml", Only(new AccountCatalogue(_folder, null, AccountLanguage.KernelOnly)), StringComparison.Ordinal);

        File.WriteAllBytes(Path.Combine(_folder, "a.yaml"), [0xC3, 0x28]);
        Assert.Contains("SSW2001 the file is not UTF-8", Only(new AccountCatalogue(_folder, null, AccountLanguage.KernelOnly)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.yaml"), [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(AccountSamples.Globex)]);

        Assert.True(new AccountCatalogue(_folder, null, AccountLanguage.KernelOnly).Load().IsPublished);
    }

    private static string Only(AccountCatalogue catalogue) => Assert.Single(catalogue.Load().Findings).ToString();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
