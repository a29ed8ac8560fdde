namespace Softswitch.Sdk.Generators.Tests;

/// <summary>What a plugin offers besides steps.</summary>
public sealed class PartTests
{
    private const string Source = """
        using Softswitch.Sdk.Sip;

        public sealed class Crm(Random random) : IEventHandler<CallBegan>, IEventHandler<CallEnded>
        {
            public ValueTask HandleAsync(CallBegan happened, CancellationToken cancellation) => throw new InvalidOperationException("began " + random.Next(1));
            public ValueTask HandleAsync(CallEnded happened, CancellationToken cancellation) => default;
        }

        [HttpEndpoint("POST", "calls/{id}/notes")]
        public sealed class AddNote : IHttpEndpoint
        {
            public ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation) => new(HttpReply.Of(204));
        }

        internal sealed class Sweep : IBackgroundTask
        {
            public ValueTask RunAsync(CancellationToken stopping) => default;
        }

        public sealed class Privacy : ISipPolicy
        {
            public void Apply(ISipRequestEditor request) => request.Add("Privacy", "id");
        }

        [CallDistribution("fair")]
        public sealed class Distribution : ICallDistribution
        {
            public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) => members;
        }

        [CarrierSelection("cheap")]
        public sealed class Carriers(Random random) : ICarrierSelection
        {
            public ValueTask<IReadOnlyList<Carrier>> SelectAsync(CarrierQuery query, CancellationToken cancellation) => new([]);
        }

        [Charging("flat")]
        public sealed class Flat : ICharging
        {
            public ValueTask<Tariff?> RateAsync(ChargeQuery query, CancellationToken cancellation) => new(Tariff.Free);
        }

        [SpeechSynthesis("mute")]
        public sealed class Mute : ISpeechSynthesis
        {
            public ValueTask<ReadOnlyMemory<byte>> SpeakAsync(SpeechQuery query, CancellationToken cancellation) => default;
        }

        public sealed class Calendar : IPresenceSource
        {
            public ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping) => default;
        }

        [DirectorySource("book")]
        public sealed class Book : IDirectorySource
        {
            public ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation) => default;
        }

        public abstract class Base : IBackgroundTask
        {
            public abstract ValueTask RunAsync(CancellationToken stopping);
        }
        """;

    [Fact]
    public void Each_has_its_entry_in_the_manifest() => Assert.Equal(
        """
        {"manifest":1,"id":"acme.mix","version":"1.0.0","sdk":"1.0","framework":"net10.0","assembly":"Acme.Plugin.dll","module":"Softswitch.Generated.AcmePluginModule",
        "isolation":"process","hotReload":false,"needs":["http.out","store: 20 MB"],
        "handlers":[{"name":"crm","events":["CallBegan","CallEnded"]}],
        "endpoints":[{"name":"add-note","method":"POST","path":"calls/{id}/notes"}],
        "tasks":[{"name":"sweep"}],"presenceSources":[{"name":"calendar"}],"policies":[{"name":"privacy"}],"distributions":[{"name":"fair"}],"carriers":[{"name":"cheap"}],"charging":[{"name":"flat"}],"voices":[{"name":"mute"}],"directorySources":[{"name":"book"}]}
        """.ReplaceLineEndings(""),
        Plugin().ManifestText);

    [Fact]
    public async Task Each_is_registered()
    {
        var module = Plugin().Load();
        var services = new Services();
        var began = new CallBegan("acme", DateTimeOffset.UnixEpoch, Guid.Empty, new CallParty("100"), "200");

        Assert.Equal(["crm", "crm"], module.Handlers.Select(handler => handler.Name));
        var handler = Assert.Single(module.Handlers, handler => handler.Handles(began));
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await handler.HandleAsync(services, began, default));
        Assert.Equal("began 0", thrown.Message);
        Assert.Equal(204, (await Assert.Single(module.Endpoints).Create(services).HandleAsync(null!, default)).Status);
        Assert.Equal("sweep", Assert.Single(module.Tasks).Name);
        Assert.Equal("Calendar", Assert.Single(module.PresenceSources).Create(services).GetType().Name);
        Assert.Equal("Privacy", Assert.Single(module.Policies).Create(services).GetType().Name);
        Assert.Equal("Distribution", Assert.Single(module.Distributions).Create(services).GetType().Name);
        Assert.Equal("Flat", Assert.Single(module.Charging).Create(services).GetType().Name);
        Assert.Equal("Mute", Assert.Single(module.Voices).Create(services).GetType().Name);
        Assert.Equal("Book", Assert.Single(module.DirectorySources).Create(services).GetType().Name);
        Assert.Equal("Carriers", Assert.Single(module.Carriers).Create(services).GetType().Name);
    }

    [Fact]
    public async Task Nothing_is_found_wrong() => Assert.Empty(await Plugin().AnalyzeAsync());

    private static Compiled Plugin() => Compiled.With(
        new() { ["PluginId"] = "acme.mix", ["PluginIsolation"] = "process", ["PluginHotReload"] = "false", ["PluginNeeds"] = "http.out; store: 20 MB" },
        Source);

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(Random) ? new Random(1) : null;
    }
}
