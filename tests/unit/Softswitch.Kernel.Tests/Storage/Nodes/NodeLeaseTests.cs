using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class NodeLeaseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_node_holds_its_lease_while_it_runs_and_gives_it_back_at_the_end()
    {
        await using var database = await postgres.OpenNewAsync();

        await using (var lease = new NodeLease(database, "node-1", "1.0", TimeProvider.System, NullLogger.Instance))
        {
            await Wait.UntilAsync(() => lease.IsHeld);
            Assert.True(await database.QueryAsync<bool>("select lease_until > now() + interval '10 s' from kernel.node where name = 'node-1'"));
        }

        Assert.True(await database.QueryAsync<bool>("select lease_until <= now() from kernel.node where name = 'node-1'"));
    }
}
