using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Host.Composition;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;
using Softswitch.Sdk;

namespace Softswitch.Host.Tests.Composition;

/// <summary>Whose directory sources are asked for whom.</summary>
public sealed class DirectoryCodeTests : IPluginServices, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softswitch-");
    private readonly Dictionary<string, SimulatedAccount> _remembered = new() { ["acme"] = new("acme"), ["globex"] = new("globex") };
    private readonly PluginHost _plugins;
    private readonly DirectoryCode _code;
    private AccountSet _accounts = AccountSet.Empty;

    public DirectoryCodeTests()
    {
        var options = new PluginHostOptions { Folder = _folder.FullName, InBox = Path.Combine(AppContext.BaseDirectory, "samples") };
        _plugins = new PluginHost(options, this, OpenGrants.Instance, NoPlans.Instance, KernelStepManifest.Instance.KernelSteps, TimeProvider.System, NullLogger.Instance);
        _code = new DirectoryCode(_plugins, () => _accounts);
    }

    public async Task InitializeAsync()
    {
        await _plugins.ApplyAsync(isStart: true, CancellationToken.None);
        var (accounts, findings) = AccountFolder.Check(
            [("acme.yaml", Text("acme", "sample.phonebook")), ("globex.yaml", Text("globex", "sample.phonebook")), ("other.yaml", Text("other", "sample.greeting"))], null, AccountLanguage.Of(_plugins));
        Assert.Empty(findings);
        _accounts = accounts!;
    }

    public async Task DisposeAsync()
    {
        await _plugins.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_account_asks_its_own_and_one_that_does_not_use_the_plugin_asks_nobody()
    {
        await ((IKeyValueStore)_remembered["acme"].Services("sample.phonebook").GetService(typeof(IKeyValueStore))!).SetAsync("people/1", "Maria", default);

        Assert.Equal(["sample.phonebook"], _code.SourcesOf("acme"));
        Assert.Equal("Maria", (await FindAsync("acme"))!.Name);
        Assert.Null(await FindAsync("globex"));
        Assert.Empty(_code.SourcesOf("other"));
        Assert.Empty(_code.SourcesOf("nobody"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await FindAsync("other"));
    }

    IServiceProvider IPluginServices.For(PluginManifest plugin, string account, PluginGrant grant) => _remembered[account].Services(plugin.Id);

    private static string Text(string account, string plugin) => $"dialplan: 1\naccount: {account}\ndomains: [{account}.example]\nuses: {{ {plugin}: ^1 }}\nextensions: {{ \"100\": {{ secret: s }} }}\n";

    private ValueTask<DirectoryEntry?> FindAsync(string account) => _code.FindAsync("sample.phonebook", new DirectoryQuery(account, "1"), default);
}
