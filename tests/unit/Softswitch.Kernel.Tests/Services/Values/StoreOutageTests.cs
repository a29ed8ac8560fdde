using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

public sealed class StoreOutageTests
{
    [Fact]
    public async Task A_database_that_is_away_is_said_so_in_time_and_found_again_when_it_is_back()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.Sub("data"));
        var server = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, NullLogger.Instance);
        await using var database = await PostgresFixture.OpenAsync(server.ConnectionString);
        await using var access = new StoreAccess(database, TimeProvider.System);
        var store = new KeyValueStore(access, "acme", "ivr", KeyValueStore.DefaultQuota);
        var ledger = new Ledger(access, "acme", "ivr", "CRC");
        await store.SetAsync("key", "value", default);

        await server.StopAsync();
        var begun = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("key", default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await ledger.GetBalanceAsync(default));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Null(refused.InnerException);

        await using var again = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, NullLogger.Instance);
        await Wait.UntilAsync(async () =>
        {
            try
            {
                return (await store.GetAsync("key", default))!.Value == "value";
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
    }
}
