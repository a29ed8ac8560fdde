using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

/// <summary>Two nodes that share what is published, each with a folder of its own.</summary>
public sealed class FollowingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-accounts-").FullName;
    private readonly MemoryDialplanStore _store = new(TimeProvider.System);
    private readonly AccountCatalogue _one;
    private readonly AccountCatalogue _other;

    public FollowingTests()
    {
        _one = Catalogue("one");
        _other = Catalogue("other");
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_other_node_published_is_in_force_once_this_one_is_told_or_compares(bool isTold)
    {
        Write("one/acme.yaml", AccountSamples.Acme);
        await _one.LoadAsync();
        await _other.LoadAsync();

        await _one.PublishAsync(new PlanContents([new SourceFile("acme.yaml", AccountSamples.Acme.Replace("Alice", "Alicia", StringComparison.Ordinal))], []), "publish", default);
        var followed = await _other.FollowAsync(isTold ? Told("acme", 2) : null, default);

        Assert.Equal(["acme"], followed);
        Assert.Equal("Alicia", _other.Find("acme")!.Extensions["100"].Name);
        Assert.Equal(2, _other.Find("acme")!.Plan.Version);
        Assert.Equal("acme", _other.FindByHost("acme.localhost"u8)!.Id);
        Assert.Empty(await _other.FollowAsync(isTold ? Told("acme", 2) : null, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_other_node_took_out_of_force_is_gone(bool isTold)
    {
        Write("one/acme.yaml", AccountSamples.Acme);
        Write("one/globex.yaml", AccountSamples.Globex);
        await _one.LoadAsync();
        await _other.LoadAsync();

        File.Delete(Path.Combine(_folder, "one/globex.yaml"));
        await _one.LoadAsync();
        await _other.FollowAsync(isTold ? Told("globex", 0) : null, default);

        Assert.Null(_other.Find("globex"));
        Assert.NotNull(_other.Find("acme"));
    }

    [Fact]
    public async Task Layers_of_the_other_node_are_above_the_accounts_here_and_stay_when_this_folder_has_none()
    {
        Write("one/acme.yaml", AccountSamples.Acme);
        await _one.LoadAsync();
        await _other.LoadAsync();
        Write("one/_platform/a.yaml", "dialplan: 1\nlayer: platform\ncodes: { \"*0\": help }\nflows:\n  help: [ hang-up: {} ]");
        Assert.Empty((await _one.LoadAsync()).Findings);
        Assert.False(_other.Find("acme")!.Plan.Codes.TryMatch("*0", out _, out _));

        await _other.FollowAsync(null, default);
        Assert.True(_other.Find("acme")!.Plan.Codes.TryMatch("*0", out _, out _));
        await _other.LoadAsync();

        Assert.True(_other.Find("acme")!.Plan.Codes.TryMatch("*0", out _, out _));
        Assert.Empty(await _one.FollowAsync(null, default));
    }

    [Fact]
    public async Task What_the_other_nodes_folder_has_is_no_new_version_here_and_stays_when_this_folder_lacks_it()
    {
        Write("one/acme.yaml", AccountSamples.Acme);
        Write("one/globex.yaml", AccountSamples.Globex);
        await _one.LoadAsync();
        using var third = Catalogue("third", "one");

        Assert.Empty((await third.LoadAsync()).Published);
        File.Delete(Path.Combine(_folder, "one/globex.yaml"));
        Assert.Empty((await third.LoadAsync()).Findings);
        Assert.NotNull(third.Find("globex"));

        await _one.LoadAsync();
        await third.FollowAsync(null, default);
        Assert.Null(third.Find("globex"));
        Assert.Single(await third.VersionsAsync("acme", default));
    }

    private static Dictionary<string, int> Told(string account, int version) => new(StringComparer.Ordinal) { [account] = version };

    private AccountCatalogue Catalogue(string node, string? shares = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, shares ?? node)).FullName;
        return new AccountCatalogue(new AccountCatalogueOptions { Folder = folder, Language = AccountLanguage.KernelOnly, Node = node }, _store, NullLogger.Instance);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
