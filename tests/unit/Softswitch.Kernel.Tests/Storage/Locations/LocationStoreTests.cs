using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Registrar;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class LocationStoreTests(PostgresFixture postgres)
{
    private readonly WriteBehindOptions _options = new() { Linger = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task A_registration_survives_a_restart_byte_for_byte()
    {
        await using var database = await postgres.OpenNewAsync();
        var binding = At("sip:100@192.0.2.1:5062;x=\u00ff") with
        {
            Flow = new SipPeer(SipTransport.Tls, NetAddress.From(IPAddress.Parse("2001:db8::1"), 40_000), 2, Connection: 77),
            Path = "<sip:edge;lr>"u8.ToArray(),
            Q = 500,
            CSeq = uint.MaxValue >> 1,
            UserAgent = "Phone\0 ü",
            InstanceId = "urn:uuid:1",
            RegId = 3,
        };

        var loaded = Assert.Single(await SaveAndLoadAsync(database, store => store.Save("acme", "100", binding)));

        Assert.Equal(("acme", "100"), (loaded.Account, loaded.Extension));
        Assert.Equal(binding.Uri, loaded.Binding.Uri);
        Assert.Equal(binding.Path, loaded.Binding.Path);
        Assert.Equal(binding.CallId, loaded.Binding.CallId);
        Assert.Equal(binding.Flow with { Connection = 0 }, loaded.Binding.Flow);
        Assert.Equal((500, uint.MaxValue >> 1, "Phone ü", "urn:uuid:1", 3), (loaded.Binding.Q, loaded.Binding.CSeq, loaded.Binding.UserAgent, loaded.Binding.InstanceId, loaded.Binding.RegId));
        Assert.Equal(binding.ExpiresAt, loaded.Binding.ExpiresAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Of_many_changes_the_last_one_counts()
    {
        await using var database = await postgres.OpenNewAsync();

        var loaded = await SaveAndLoadAsync(database, store =>
        {
            for (uint cseq = 1; cseq <= 500; cseq++) store.Save("acme", "100", At("sip:100@a") with { CSeq = cseq });
            store.Save("acme", "100", At("sip:100@b"));
            store.Remove("acme", "100", At("sip:100@b"));
            store.Remove("acme", "101", At("sip:101@c"));
            store.Save("acme", "101", At("sip:101@c"));
        });

        Assert.Equal(["sip:100@a", "sip:101@c"], loaded.Select(one => Encoding.ASCII.GetString(one.Binding.Uri)).Order());
        Assert.Equal(500u, loaded.Single(one => one.Extension == "100").Binding.CSeq);
    }

    [Fact]
    public async Task The_same_extension_of_two_accounts_is_two()
    {
        await using var database = await postgres.OpenNewAsync();

        var loaded = await SaveAndLoadAsync(database, store =>
        {
            store.Save("acme", "100", At("sip:100@a"));
            store.Save("other", "100", At("sip:100@a"));
            store.Remove("other", "100", At("sip:100@a"));
        });

        Assert.Equal("acme", Assert.Single(loaded).Account);
    }

    [Fact]
    public async Task A_device_that_moves_keeps_its_one_row()
    {
        await using var database = await postgres.OpenNewAsync();

        var loaded = await SaveAndLoadAsync(database, store =>
        {
            store.Save("acme", "100", At("sip:100@here") with { InstanceId = "urn:uuid:1", RegId = 1 });
            store.Save("acme", "100", At("sip:100@there") with { InstanceId = "urn:uuid:1", RegId = 1 });
        });

        Assert.Equal("sip:100@there"u8.ToArray(), Assert.Single(loaded).Binding.Uri);
    }

    [Fact]
    public async Task The_later_registration_wins_whichever_node_writes_first()
    {
        await using var database = await postgres.OpenNewAsync();
        await SaveAndLoadAsync(database, store => store.Save("acme", "100", At("sip:100@a") with { CSeq = 9, Q = 900 }));

        await SaveAndLoadAsync(database, store => store.Save("acme", "100", At("sip:100@a") with { CSeq = 8, Q = 800 }));
        var loaded = await SaveAndLoadAsync(database, store => store.Save("acme", "101", At("sip:101@a")));

        Assert.Equal(900, loaded.Single(one => one.Extension == "100").Binding.Q);
    }

    [Fact]
    public async Task Another_nodes_later_time_wins_over_another_Call_ID()
    {
        await using var database = await postgres.OpenNewAsync();
        var early = new ManualClock(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await SaveAndLoadAsync(database, store => store.Save("acme", "100", At("sip:100@a") with { CallId = "late"u8.ToArray(), Q = 900 }));

        var loaded = await SaveAndLoadAsync(database, store => store.Save("acme", "100", At("sip:100@a") with { CallId = "early"u8.ToArray(), Q = 100 }), early);

        Assert.Equal(900, Assert.Single(loaded).Binding.Q);
    }

    [Fact]
    public async Task What_has_lapsed_is_not_loaded_and_goes_in_time()
    {
        await using var database = await postgres.OpenNewAsync();
        var lapsed = At("sip:100@old") with { ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(-1) };

        Assert.Empty(await SaveAndLoadAsync(database, store => store.Save("acme", "100", lapsed)));
        await SaveAndLoadAsync(database, store => store.Save("acme", "101", At("sip:101@new")));

        Assert.Equal(1, await database.QueryAsync<long>("select count(*) from kernel.registration"));
    }

    [Fact]
    public async Task Ten_thousand_registrations_are_written_within_seconds()
    {
        await using var database = await postgres.OpenNewAsync();

        var loaded = await SaveAndLoadAsync(database, store =>
        {
            for (var i = 0; i < 10_000; i++) store.Save("acme", i.ToString(), At($"sip:{i}@a"));
        });

        Assert.Equal(10_000, loaded.Count);
    }

    private async Task<IReadOnlyList<StoredBinding>> SaveAndLoadAsync(Database database, Action<LocationStore> change, TimeProvider? clock = null)
    {
        await using (var store = new LocationStore(database, "node-1", _options, clock ?? TimeProvider.System, NullLogger.Instance))
        {
            change(store);
            await store.StopAsync(CancellationToken.None);
            Assert.Equal(0, store.Lost);
        }

        await using var next = new LocationStore(database, "node-1", _options, TimeProvider.System, NullLogger.Instance);
        return await next.LoadAsync(default);
    }

    private static Binding At(string uri) => new()
    {
        Uri = Encoding.Latin1.GetBytes(uri),
        Flow = new SipPeer(SipTransport.Udp, NetAddress.IPv4(0x7F000001, 5060)),
        ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
        CallId = "one"u8.ToArray(),
        CSeq = 1,
    };
}
