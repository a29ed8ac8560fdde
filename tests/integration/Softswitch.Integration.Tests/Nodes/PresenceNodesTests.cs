using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Kernel.Storage;

namespace Softswitch.Integration.Tests.Nodes;

/// <summary>Two switches on one PostgreSQL: what a presence source on one says the other knows, and takes over.</summary>
public sealed class PresenceNodesTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-tests";
    private const string Reports = "softswitch_presence_reports";
    private const string Running = "softswitch_plugin_tasks";

    private const string Account = $$"""
        dialplan: 1
        account: shop
        domains: [shop.localhost]
        uses: { sample.quiet-hours: ^1 }
        api-keys: { tests: { secret: {{Key}} } }
        extensions:
          "150": { secret: secret-150 }
        """;

    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private EmbeddedPostgres _server = null!;

    public async Task InitializeAsync()
    {
        _data = DataFolder.Open(_folder.File("postgres"));
        _server = await EmbeddedPostgres.StartAsync(_data, TimeProvider.System, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_source_says_on_one_node_the_other_knows_and_goes_on_saying_when_the_first_one_dies()
    {
        await using var one = await NodeProcess.StartAsync("one", _server.ConnectionString, Account, "quiet-hours");
        await using var two = await NodeProcess.StartAsync("two", _server.ConnectionString, account: null, "quiet-hours");
        await one.MeasuresAsync(Running, 1);
        await two.MeasuresAsync(Running, 0);

        Assert.Equal(204, await two.PutAsync("/x/sample.quiet-hours/hours/150", AroundNow(), "shop", Key));
        await one.MeasuresAsync(Reports, 1);
        await two.MeasuresAsync(Reports, 1);

        await one.KillAsync();
        await two.MeasuresAsync(Running, 1);
        await two.MeasuresAsync(Reports, 1);
    }

    private static string AroundNow()
    {
        var now = TimeProvider.System.GetUtcNow();
        return string.Create(CultureInfo.InvariantCulture, $"{now.AddHours(-2):HH:mm}-{now.AddHours(2):HH:mm}");
    }
}
