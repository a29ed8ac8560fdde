using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

public sealed class AccountCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-accounts-").FullName;
    private readonly MemoryDialplanStore _store = new(TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Before_the_first_loading_there_is_nobody()
    {
        using var catalogue = Catalogue();

        Assert.Null(catalogue.Find("acme"));
        Assert.Null(catalogue.FindByHost("acme.localhost"u8));
    }

    [Fact]
    public async Task A_folder_without_fault_is_in_force_at_once()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yml", AccountSamples.Globex);
        Write(".acme.yaml.swp.yaml", "rubbish");
        Write("README.md", "rubbish");
        using var catalogue = Catalogue("acme");

        var load = await catalogue.LoadAsync();

        Assert.True(load.IsPublished);
        Assert.Empty(load.Findings);
        Assert.Equal(["acme", "globex"], catalogue.Current.Entries.Select(entry => entry.Name).Order());
        Assert.Equal("acme", catalogue.FindByHost("127.0.0.1"u8)!.Id);
        Assert.Equal(1, catalogue.Find("acme")!.Plan.Version);
    }

    [Fact]
    public async Task A_fault_in_one_account_leaves_it_as_it_was_touches_no_other_and_calls_keep_what_they_began_with()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yaml", AccountSamples.Globex);
        using var catalogue = Catalogue();
        await catalogue.LoadAsync();
        var acme = catalogue.Find("acme");
        var globex = catalogue.Find("globex");

        Write("acme.yaml", AccountSamples.Acme.Replace("name: Alice", "name: Alicia", StringComparison.Ordinal));
        Write("globex.yaml", AccountSamples.Globex.Replace("secret", "sekret", StringComparison.Ordinal));
        var load = await catalogue.LoadAsync();

        Assert.False(load.IsPublished);
        Assert.True(load.IsWhole);
        Assert.Equal(["acme"], load.Published);
        Assert.Equal($"{Path.Combine(_folder, "globex.yaml")}:5:24 SSW2102 unknown key 'sekret' in extension '100'; did you mean 'secret'?", load.Findings[1].ToString());
        Assert.Same(globex, catalogue.Find("globex"));
        Assert.Equal("Alicia", catalogue.Find("acme")!.Extensions["100"].Name);
        Assert.Equal(2, catalogue.Find("acme")!.Plan.Version);
        Assert.Equal("Alice", acme!.Extensions["100"].Name);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_read_again_and_what_is_gone_is_out_of_force()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yaml", AccountSamples.Globex);
        using var catalogue = Catalogue();
        await catalogue.LoadAsync();
        var acme = catalogue.Find("acme");

        File.Delete(Path.Combine(_folder, "globex.yaml"));
        var load = await catalogue.LoadAsync();

        Assert.Empty(load.Published);
        Assert.Same(acme, catalogue.Find("acme"));
        Assert.Null(catalogue.Find("globex"));
        Assert.Null(catalogue.FindByHost("globex.localhost"u8));
    }

    [Fact]
    public async Task A_start_takes_what_was_in_force_and_reads_only_what_has_changed_since()
    {
        Write("acme.yaml", AccountSamples.Acme);
        using (var first = Catalogue()) await first.LoadAsync();

        using var second = Catalogue();
        var load = await second.LoadAsync();

        Assert.Empty(load.Published);
        Assert.Equal("Alice", second.Find("acme")!.Extensions["100"].Name);

        Write("acme.yaml", "dialplan: 1\naccount: acme\n");
        using var third = Catalogue();
        var damaged = await third.LoadAsync();
        Assert.False(damaged.IsPublished);
        Assert.True(damaged.IsWhole);
        Assert.Equal("Alice", third.Find("acme")!.Extensions["100"].Name);
    }

    [Fact]
    public async Task The_first_start_with_a_fault_is_not_whole()
    {
        Write("acme.yaml", "dialplan: 1\naccount: acme\n");
        using var catalogue = Catalogue();

        Assert.False((await catalogue.LoadAsync()).IsWhole);
    }

    [Fact]
    public async Task Files_of_a_folder_are_one_account_with_tests_beside_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "acme"));
        Write("acme/a.yaml", AccountSamples.Acme);
        Write("acme/b.yaml", "dialplan: 1\naccount: acme\nextensions: { \"200\": { secret: x } }\n");
        Write("acme/a.test.yaml", "rubbish");
        Write("globex.yaml", AccountSamples.Globex);
        Write("globex.test.yaml", "rubbish");
        using var catalogue = Catalogue();
        var told = new List<string>();
        catalogue.Tests = (account, tests) =>
        {
            lock (told) told.Add($"{account.Id} {Path.GetFileName(Assert.Single(tests).Path)}");
            return account.Id == "globex" ? [new Finding("globex.test.yaml", 1, 1, "SSW2501", "red")] : [];
        };

        var load = await catalogue.LoadAsync();

        Assert.Equal(["acme a.test.yaml", "globex globex.test.yaml"], told.Order());
        Assert.Equal(["acme"], load.Published);
        Assert.Equal("red", Assert.Single(load.Findings).Text);
        Assert.Equal(["100", "101", "102", "200"], catalogue.Find("acme")!.Extensions.Keys.Order());
    }

    [Fact]
    public async Task Publishing_makes_a_version_and_a_rollback_another_one_with_the_files_of_before()
    {
        Write("acme.yaml", AccountSamples.Acme);
        using var catalogue = Catalogue();
        await catalogue.LoadAsync();
        var before = catalogue.Find("acme");

        var second = await PublishAsync(catalogue, AccountSamples.Acme.Replace("Alice", "Alicia", StringComparison.Ordinal));
        Assert.Equal(2, second.Version);
        Assert.Equal("Alicia", catalogue.Find("acme")!.Extensions["100"].Name);
        Assert.Equal("Alice", before!.Extensions["100"].Name);

        var refused = await PublishAsync(catalogue, AccountSamples.Acme.Replace("ext:100", "ext:109", StringComparison.Ordinal));
        Assert.Equal(("acme", 0), (refused.Account, refused.Version));
        Assert.Contains("unknown extension '109'", Assert.Single(refused.Findings).Text, StringComparison.Ordinal);
        Assert.Equal("Alicia", catalogue.Find("acme")!.Extensions["100"].Name);

        var third = await catalogue.RollbackAsync("acme", null, default);
        Assert.Equal(3, third!.Version);
        Assert.Equal("Alice", catalogue.Find("acme")!.Extensions["100"].Name);
        Assert.Equal(3, catalogue.Find("acme")!.Plan.Version);
        Assert.Null(await catalogue.RollbackAsync("acme", 17, default));
        Assert.Null(await catalogue.RollbackAsync("nobody", null, default));
        Assert.Equal(["rollback to 1", "publish", "folder"], (await catalogue.VersionsAsync("acme", default)).Select(version => version.By));

        // The folder has not changed since it was read, so that what was published stays.
        Assert.Empty((await catalogue.LoadAsync()).Published);
        Assert.Equal(3, catalogue.Find("acme")!.Plan.Version);

        using var next = Catalogue();
        Assert.Empty((await next.LoadAsync()).Published);
        Assert.Equal(3, next.Find("acme")!.Plan.Version);
    }

    [Fact]
    public async Task A_domain_of_another_account_is_not_given_away_and_one_that_is_given_up_is_free()
    {
        Write("globex.yaml", AccountSamples.Globex);
        using var catalogue = Catalogue();
        await catalogue.LoadAsync();

        var refused = await PublishAsync(catalogue, AccountSamples.Acme.Replace("acme.localhost", "globex.localhost", StringComparison.Ordinal));
        Assert.Equal("domain 'globex.localhost' belongs to account 'globex' already", Assert.Single(refused.Findings).Text);

        Assert.Empty((await PublishAsync(catalogue, AccountSamples.Globex.Replace("globex.localhost", "globex.example", StringComparison.Ordinal))).Findings);
        Assert.Null(catalogue.FindByHost("globex.localhost"u8));
        Assert.Equal("globex", catalogue.FindByHost("globex.example"u8)!.Id);
        Assert.Empty((await PublishAsync(catalogue, AccountSamples.Acme.Replace("acme.localhost", "globex.localhost", StringComparison.Ordinal))).Findings);
    }

    [Fact]
    public async Task More_accounts_than_are_kept_ready_are_made_when_they_are_used()
    {
        for (var i = 0; i < 50; i++) Write($"a{i}.yaml", AccountSamples.Globex.Replace("globex", $"a{i}", StringComparison.Ordinal));
        using var catalogue = Catalogue(capacity: 10);

        Assert.Equal(50, (await catalogue.LoadAsync()).Published.Count);

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50; i++) Assert.Equal("Hank", catalogue.Find($"a{i}")!.Extensions["100"].Name);
        }
    }

    [Fact]
    public async Task A_layer_comes_into_force_where_every_account_is_good_with_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "_platform"));
        Directory.CreateDirectory(Path.Combine(_folder, "_resellers/north"));
        Write("_platform/codes.yaml", "dialplan: 1\nlayer: platform\ncodes: { \"*0\": help }\nflows:\n  help: [ hang-up: {} ]");
        Write("_resellers/north/a.yaml", "dialplan: 1\nlayer: north\ncodes: { \"*1\": help }");
        Write("acme.yaml", AccountSamples.Acme + "\nreseller: north");
        using var catalogue = Catalogue();

        Assert.Empty((await catalogue.LoadAsync()).Findings);
        Assert.True(catalogue.Find("acme")!.Plan.Codes.TryMatch("*1", out _, out _));
        Assert.True(catalogue.Find("acme")!.Plan.Codes.TryMatch("*0", out _, out _));

        Write("_platform/codes.yaml", "dialplan: 1\nlayer: platform\ncodes: { \"*0\": help, \"1{x:2}\": help }\nflows:\n  help: [ hang-up: {} ]");
        var refused = await catalogue.LoadAsync();
        Assert.Contains("extension '100' and code '1{x:2}' of the layer above both match 100", refused.Findings[0].Text, StringComparison.Ordinal);
        Assert.False(catalogue.Find("acme")!.Plan.Codes.TryMatch("155", out _, out _));

        Write("_platform/codes.yaml", "dialplan: 1\nlayer: platform\ncodes: { \"*0\": help, \"*2\": help }\nflows:\n  help: [ hang-up: {} ]");
        Assert.Empty((await catalogue.LoadAsync()).Findings);
        Assert.True(catalogue.Find("acme")!.Plan.Codes.TryMatch("*2", out _, out _));

        using var next = Catalogue();
        Assert.Empty((await next.LoadAsync()).Published);
        Assert.True(next.Find("acme")!.Plan.Codes.TryMatch("*2", out _, out _));
    }

    [Fact]
    public async Task The_plugins_of_an_account_are_those_of_its_files_and_of_the_layers_above_it_and_known_without_making_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "_platform"));
        Directory.CreateDirectory(Path.Combine(_folder, "_resellers/north"));
        Write("_platform/a.yaml", "dialplan: 1\nlayer: platform\nuses: { recording: ^1 }");
        Write("_resellers/north/a.yaml", "dialplan: 1\nlayer: north\nuses: { voicemail: ^1 }");
        Write("acme.yaml", AccountSamples.Acme + "\nreseller: north\nuses: { ivr: ^1, recording: ^1 }");
        Write("globex.yaml", AccountSamples.Globex);
        using (var first = Catalogue(plugins: new SomePlugins("ivr", "recording", "voicemail"))) Assert.Empty((await first.LoadAsync()).Findings);

        var plugins = new SomePlugins("ivr", "recording", "voicemail");
        using var next = Catalogue(plugins: plugins);
        Assert.Empty((await next.LoadAsync()).Findings);

        Assert.Equal(["ivr", "recording", "voicemail"], next.Current.FindEntry("acme")!.Plugins.Order());
        Assert.Equal(["recording"], next.Current.FindEntry("globex")!.Plugins);
        Assert.DoesNotContain("ivr", plugins.Expected);
        Assert.NotNull(next.Find("acme"));
        Assert.Contains("ivr", plugins.Expected);
    }

    [Fact]
    public async Task A_layer_that_takes_away_what_an_account_in_force_uses_is_refused_at_the_accounts_place()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "_resellers/north"));
        Write("_resellers/north/a.yaml", "dialplan: 1\nlayer: north");
        Write("acme.yaml", "reseller: north\nuses: { ivr: ^1 }\n" + AccountSamples.Acme);
        Write("globex.yaml", AccountSamples.Globex);
        using var catalogue = Catalogue(plugins: new SomePlugins("ivr"));
        Assert.Empty((await catalogue.LoadAsync()).Findings);
        var ivr = new PluginType("ivr", "1.0.0", []);
        Assert.True(catalogue.Current.FindEntry("acme")!.GrantOf(ivr).IsGranted);

        Write("_resellers/north/a.yaml", "dialplan: 1\nlayer: north\ngrants: { ivr: off }");
        Assert.Equal(
            $"{Path.Combine(_folder, "acme.yaml")}:2:9 SSW2216 plugin 'ivr' is not granted to account 'acme': it is off there; expected grants: {{ ivr: ^1.0 }} in _resellers/north/*.yaml",
            Assert.Single((await catalogue.LoadAsync()).Findings).ToString());
        Assert.True(catalogue.Current.FindEntry("acme")!.GrantOf(ivr).IsGranted);

        Write("acme.yaml", "reseller: north\n" + AccountSamples.Acme);
        await catalogue.LoadAsync();
        Assert.Empty((await catalogue.LoadAsync()).Findings);
        Assert.False(catalogue.Current.FindEntry("acme")!.GrantOf(ivr).IsGranted);
        Assert.True(catalogue.Current.FindEntry("globex")!.GrantOf(ivr).IsGranted);
    }

    [Fact]
    public async Task An_account_whose_plugin_was_missing_is_tried_again_when_plugins_have_come()
    {
        Write("acme.yaml", AccountSamples.Acme + "\nuses: { ivr: ^1 }");
        using (var first = Catalogue(plugins: new SomePlugins("ivr"))) await first.LoadAsync();
        var plugins = new SomePlugins();
        using var next = Catalogue(plugins: plugins);
        await next.LoadAsync();

        Assert.Null(next.Find("acme"));
        plugins.Ids = ["ivr"];
        Assert.Null(next.Find("acme"));
        next.Retry();

        Assert.NotNull(next.Find("acme"));
    }

    [Fact]
    public async Task A_glance_at_an_account_takes_nobodys_place()
    {
        Write("acme.yaml", AccountSamples.Acme);
        Write("globex.yaml", AccountSamples.Globex);
        using var catalogue = Catalogue(capacity: 1);
        await catalogue.LoadAsync();
        var ready = catalogue.Find("acme");

        Assert.Equal("globex", catalogue.Current.FindEntry("globex")!.Glance()!.Id);

        Assert.Same(ready, catalogue.Find("acme"));
        Assert.Same(ready, catalogue.Current.FindEntry("acme")!.Glance());
    }

    [Fact]
    public async Task A_missing_folder_an_empty_one_and_what_is_no_text_are_findings()
    {
        Assert.Contains("SSW2001 the folder cannot be read", await OnlyAsync(Catalogue(folder: Path.Combine(_folder, "none"))), StringComparison.Ordinal);
        Assert.Contains("SSW2302 no account file here; expected at least one *.yaml", await OnlyAsync(Catalogue()), StringComparison.Ordinal);

        File.WriteAllBytes(Path.Combine(_folder, "a.yaml"), [0xC3, 0x28]);
        Assert.Contains("SSW2001 the file is not UTF-8", await OnlyAsync(Catalogue()), StringComparison.Ordinal);

        Write("a.yaml", AccountSamples.Globex);
        Assert.Contains("SSW2302 the default account 'globexx' has no file here; did you mean 'globex'?", await OnlyAsync(Catalogue("globexx")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.yaml"), [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(AccountSamples.Globex)]);
        using var catalogue = Catalogue();

        Assert.True((await catalogue.LoadAsync()).IsPublished);
    }

    private static async Task<string> OnlyAsync(AccountCatalogue catalogue)
    {
        using (catalogue) return Assert.Single((await catalogue.LoadAsync()).Findings).ToString();
    }

    private static Task<AccountPublication> PublishAsync(AccountCatalogue catalogue, string text) =>
        catalogue.PublishAsync(new PlanContents([new SourceFile("some.yaml", text)], []), "publish", default);

    private AccountCatalogue Catalogue(string? defaultAccount = null, string? folder = null, int capacity = 1000, IStepCatalogue? plugins = null) => new(
        new AccountCatalogueOptions
        {
            Folder = folder ?? _folder,
            DefaultAccount = defaultAccount,
            Language = plugins is null ? AccountLanguage.KernelOnly : AccountLanguage.Of(plugins),
            Capacity = capacity,
        },
        _store,
        NullLogger.Instance);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    /// <summary>Plugins without steps; notes which of them plans use that were made.</summary>
    private sealed class SomePlugins(params string[] ids) : IStepCatalogue
    {
        public IReadOnlyCollection<string> Ids { get; set; } = ids;

        public ConcurrentQueue<string> Expected { get; } = [];

        public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

        public IReadOnlyCollection<PluginType> Installed => [.. Ids.Select(id => new PluginType(id, "1.0.0", []))];

        public void Expect(PluginType plugin) => Expected.Enqueue(plugin.Id);
    }
}
