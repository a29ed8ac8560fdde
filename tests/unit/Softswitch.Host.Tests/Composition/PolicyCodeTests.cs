using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;
using Softswitch.Host.Composition;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Host.Tests.Composition;

/// <summary>Which accounts have SIP policies, as it is asked for every INVITE that leaves.</summary>
public sealed class PolicyCodeTests : IPluginServices, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softswitch-");
    private readonly PluginHost _plugins;
    private readonly PolicyCode _code;
    private AccountSet _accounts = AccountSet.Empty;

    public PolicyCodeTests()
    {
        var options = new PluginHostOptions { Folder = _folder.FullName, InBox = Path.Combine(AppContext.BaseDirectory, "samples") };
        _plugins = new PluginHost(options, this, OpenGrants.Instance, NoPlans.Instance, KernelStepManifest.Instance.KernelSteps, TimeProvider.System, NullLogger.Instance);
        _code = new PolicyCode(_plugins, () => _accounts);
    }

    public Task InitializeAsync() => _plugins.ApplyAsync(isStart: true, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _plugins.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Those_that_use_a_plugin_with_one_have_it_and_for_others_nothing_is_made()
    {
        var language = AccountLanguage.Of(_plugins);
        var (accounts, findings) = AccountFolder.Check(
            [("acme.yaml", Text("acme", "sample.vip-mark")), ("other.yaml", Text("other", "sample.greeting"))], null, language);
        Assert.Empty(findings);
        _accounts = accounts!;
        var (acme, other) = (_accounts.Find("acme")!, _accounts.Find("other")!);

        Assert.True(_code.HasPolicies(acme));
        Assert.Equal([("sample.vip-mark", "vip-mark")], _code.PoliciesOf(acme));
        Assert.False(_code.HasPolicies(other));
        Assert.Empty(_code.PoliciesOf(other));
        Assert.Equal(0, Allocation.Least(() => _code.HasPolicies(other)));
        Assert.Equal(0, Allocation.Least(() => _code.HasPolicies(acme)));
    }

    private static string Text(string account, string plugin) => $"dialplan: 1\naccount: {account}\ndomains: [{account}.example]\nuses: {{ {plugin}: ^1 }}\nextensions: {{ \"100\": {{ secret: s }} }}\n";

    IServiceProvider IPluginServices.For(PluginManifest plugin, string account, PluginGrant grant) => throw new InvalidOperationException("nothing is asked for");
}
