using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Kernel.Storage;

namespace Softswitch.Integration.Tests.Nodes;

/// <summary>Two switches on one PostgreSQL: what is published on one is what the other's callers get.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private const string Account = "shop";
    private const string Domain = "shop.localhost";

    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private EmbeddedPostgres _server = null!;
    private NodeProcess _one = null!;
    private NodeProcess _other = null!;

    public async Task InitializeAsync()
    {
        _data = DataFolder.Open(_folder.File("postgres"));
        _server = await EmbeddedPostgres.StartAsync(_data, TimeProvider.System, NullLogger.Instance);
        _one = await NodeProcess.StartAsync("one", _server.ConnectionString, Refusing(480));
        // It has no files of its own, and what there is of the other's stays in force.
        _other = await NodeProcess.StartAsync("other", _server.ConnectionString, account: null);
    }

    public async Task DisposeAsync()
    {
        if (_other is not null) await _other.DisposeAsync();
        if (_one is not null) await _one.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_publication_on_one_node_is_in_force_on_the_other_also_where_its_connection_was_lost_meanwhile()
    {
        await CallIsRefusedAsync(_other, 480);

        await _one.PublishAsync(Refusing(486));
        await _other.FollowsAsync(1);
        await CallIsRefusedAsync(_other, 486);

        await _other.RollbackAsync(Account);
        await _one.FollowsAsync(1);
        await CallIsRefusedAsync(_one, 480);

        await LoseListenersAsync();
        await _one.PublishAsync(Refusing(603));
        await _other.FollowsAsync(2);
        await CallIsRefusedAsync(_other, 603);
        await CallIsRefusedAsync(_one, 603);

        // Its own folder says nothing of the account.
        await _other.ReloadAsync();
        await CallIsRefusedAsync(_other, 603);
    }

    private static string Refusing(int status) => $$"""
        dialplan: 1
        account: {{Account}}
        domains: [{{Domain}}]
        extensions:
          "150": { secret: secret-150, allow-from: [127.0.0.0/8] }
        codes: { "*1": refuse }
        flows:
          refuse: [ reject: { status: {{status}} } ]
        """;

    private static Task CallIsRefusedAsync(NodeProcess node, int status) => Sipp.RunAsync(
        new SippScenario().Invite().Provisional(100).Expect(status).AckRefusal(), new SippRun { SwitchPort = node.SipPort, Domain = Domain, User = "150", Callee = "*1" });

    /// <summary>Ends the connections that the nodes listen on.</summary>
    private async Task LoseListenersAsync()
    {
        await using var database = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = database.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where query like 'listen %'");
        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }
}
