using Softswitch.Plugins.Tests.Isolation;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Generations;

/// <summary>Handlers, endpoints, tasks, directory and presence sources: the same in the switch's process and in one of its own.</summary>
public sealed class PluginLeaseTests : IAsyncDisposable
{
    private readonly TestHost _host = new(ProcessTests.Options);
    private readonly MemoryStore _store = new();

    public PluginLeaseTests() => _host.Services = (type, _) => type == typeof(IKeyValueStore) ? _store : type == typeof(IDirectory) ? new People() : null;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_are_handled_requests_answered_and_tasks_run_until_another_version_takes_over(bool isProcess)
    {
        Assert.Empty(await _host.ApplyAsync(Make("1.0.0", isProcess)));
        var lease = _host.Host.Hold("acme", "parts")!;

        Assert.True(await lease.HandleAsync("log", new ExtensionPresence("acme", TimeProvider.System.GetUtcNow(), "100", true), CancellationToken.None));
        Assert.Equal("100True", _store.Values["seen"].Value);
        Assert.False(await lease.HandleAsync("log", new CallBegan("acme", TimeProvider.System.GetUtcNow(), Guid.NewGuid(), new CallParty("1"), "2"), CancellationToken.None));

        var reported = new ExtensionReported("acme", TimeProvider.System.GetUtcNow(), "100", new ReportedState(ExtensionState.Busy, "In a meeting", DateTimeOffset.UnixEpoch.AddYears(90)));
        Assert.True(await lease.HandleAsync("reports", reported, CancellationToken.None));
        Assert.Equal("100 Busy In a meeting 2060", _store.Values["reported"].Value);
        Assert.True(await lease.HandleAsync("reports", reported with { Said = null }, CancellationToken.None));
        Assert.Equal("100   ", _store.Values["reported"].Value);

        var query = new HttpQuery { Account = "acme", Path = new Dictionary<string, string> { ["id"] = "7" }, Parameters = new Dictionary<string, string>(), Headers = new Dictionary<string, string>(), Body = "body"u8.ToArray() };
        var reply = await lease.AnswerAsync("show", query, CancellationToken.None);
        Assert.Equal((200, "7 body"), (reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body.Span)));

        Assert.Equal("acme's 7", (await lease.FindAsync("parts.book", new DirectoryQuery("acme", "7"), CancellationToken.None))!.Name);
        Assert.Null(await lease.FindAsync("parts.book", new DirectoryQuery("acme", "0"), CancellationToken.None));
        await Assert.ThrowsAnyAsync<Exception>(async () => await lease.FindAsync("parts.book", new DirectoryQuery("acme", "none"), CancellationToken.None));

        var task = lease.RunTaskAsync("sweep", lease.Replaced).AsTask();
        Assert.Empty(await _host.ApplyAsync(Make("1.1.0", isProcess)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        lease.Dispose();
        await _host.Host.RetiredAsync();
        Assert.Equal("1.1.0", Assert.Single(_host.Host.Status).Version.ToString());
        Assert.Null(_host.Host.Hold("acme", "none"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_is_simulated_finds_services_of_its_own_and_leaves_those_of_the_account_alone(bool isProcess)
    {
        var plugin = new TestPlugin("gate").Step("gate", "await ((IKeyValueStore)Services.GetService(typeof(IKeyValueStore))!).SetAsync(\"who\", call.Account, hangup); return \"done\";");
        Assert.Empty(await _host.ApplyAsync(isProcess ? ProcessTests.Isolated(plugin) : plugin));
        var simulated = new Simulated();

        using (var session = _host.Host.With(id => id == "gate" ? simulated : throw new InvalidOperationException(id)).Begin("acme"))
            await session.Resolve(TestHost.Node("gate")).RunAsync(new FakeCall(), CancellationToken.None);
        Assert.Equal("acme", simulated.Store.Values["who"].Value);
        Assert.Empty(_store.Values);

        await _host.RunAsync("gate");
        Assert.Equal("acme", _store.Values["who"].Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_presence_source_says_to_the_report_of_its_run_what_the_report_takes(bool isProcess)
    {
        Assert.Empty(await _host.ApplyAsync(Make("1.0.0", isProcess)));
        using var lease = _host.Host.Hold("acme", "parts")!;
        using var stopping = new CancellationTokenSource();
        var report = new Report();

        var watching = lease.WatchAsync("watch", report, stopping.Token).AsTask();
        await report.Cleared.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        var until = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([("100", new ReportedState(ExtensionState.Busy, "In a meeting", until)), ("101", new ReportedState(ExtensionState.Away)), ("102", new ReportedState(ExtensionState.DoNotDisturb, "refused idle and bad"))], report.Said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_presence_source_that_fails_fails_alone(bool isProcess)
    {
        Assert.Empty(await _host.ApplyAsync(Make("1.0.0", isProcess)));
        using var lease = _host.Host.Hold("acme", "parts")!;

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await lease.WatchAsync("fail", new Report(), default));

        Assert.Contains("the calendar is away", failure.Message, StringComparison.Ordinal);
        Assert.Equal("acme's 7", (await lease.FindAsync("parts.book", new DirectoryQuery("acme", "7"), CancellationToken.None))!.Name);
    }

    private static TestPlugin Make(string version, bool isProcess)
    {
        var plugin = new TestPlugin("parts", version)
        {
            ModuleMembers = """
                public override IReadOnlyList<HandlerRegistration> Handlers => [new HandlerRegistration<ExtensionPresence>("log", services => new Log((IKeyValueStore)services.GetService(typeof(IKeyValueStore))!)), new HandlerRegistration<ExtensionReported>("reports", services => new Reports((IKeyValueStore)services.GetService(typeof(IKeyValueStore))!))];
                public override IReadOnlyList<Registration<IHttpEndpoint>> Endpoints => [new("show", _ => new Show())];
                public override IReadOnlyList<Registration<IBackgroundTask>> Tasks => [new("sweep", _ => new Sweep())];
                public override IReadOnlyList<Registration<IPresenceSource>> PresenceSources => [new("watch", _ => new Watch()), new("fail", _ => new Fail())];
                public override IReadOnlyList<Registration<IDirectorySource>> DirectorySources => [new("book", services => new Book((IDirectory)services.GetService(typeof(IDirectory))!))];
                """,
        }.Source("""
            using Softswitch.Sdk;
            namespace Made;
            public sealed class Log(IKeyValueStore store) : IEventHandler<ExtensionPresence> { public ValueTask HandleAsync(ExtensionPresence happened, CancellationToken cancellation) => store.SetAsync("seen", happened.Extension + happened.IsOnline, cancellation); }
            public sealed class Reports(IKeyValueStore store) : IEventHandler<ExtensionReported> { public ValueTask HandleAsync(ExtensionReported happened, CancellationToken cancellation) => store.SetAsync("reported", $"{happened.Extension} {happened.Said?.State} {happened.Said?.Note} {happened.Said?.Until?.Year}", cancellation); }
            public sealed class Show : IHttpEndpoint { public ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation) => new(HttpReply.Text(query.Path["id"] + " " + System.Text.Encoding.UTF8.GetString(query.Body.Span))); }
            public sealed class Watch : IPresenceSource
            {
                public async ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping)
                {
                    report.Set("100", ExtensionState.Busy, "In a meeting", new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
                    report.Set("101", ExtensionState.Away);
                    var refused = "refused";
                    try { report.Set("102", ExtensionState.Idle); } catch (ArgumentException) { refused += " idle"; }
                    try { report.Set("bad", ExtensionState.Away); } catch (ArgumentException) { refused += " and bad"; }
                    report.Set("102", ExtensionState.DoNotDisturb, refused);
                    report.Clear("100");
                    await Task.Delay(-1, stopping);
                }
            }
            public sealed class Fail : IPresenceSource { public ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping) => throw new InvalidOperationException("the calendar is away"); }
            public sealed class Book(IDirectory directory) : IDirectorySource
            {
                public async ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation) =>
                    query.Number == "0" ? null : new($"{(await directory.FindAsync(query.Number, cancellation))!.Name} {query.Number}");
            }
            public sealed class Sweep : IBackgroundTask { public async ValueTask RunAsync(CancellationToken stopping) => await Task.Delay(-1, stopping); }
            """);
        plugin.Manifest += manifest =>
        {
            manifest["isolation"] = isProcess ? "process" : "in-process";
            manifest["handlers"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"log","events":["ExtensionPresence"]},{"name":"reports","events":["ExtensionReported"]}]""");
            manifest["endpoints"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"show","method":"GET","path":"show/{id}"}]""");
            manifest["directorySources"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"book"}]""");
            manifest["presenceSources"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"watch"},{"name":"fail"}]""");
            manifest["tasks"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"sweep"}]""");
        };
        return plugin;
    }

    private sealed class Report : IPresenceReport
    {
        public List<(string Extension, ReportedState Said)> Said { get; } = [];

        public TaskCompletionSource Cleared { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Set(string extension, ExtensionState state, string? note = null, DateTimeOffset? until = null)
        {
            if (extension == "bad") throw new ArgumentException("no extension", nameof(extension));
            Said.Add((extension, new ReportedState(state, note, until)));
        }

        public void Clear(string extension) => Cleared.TrySetResult();
    }

    private sealed class People : IDirectory
    {
        public string Account => "acme";

        public IReadOnlyList<ExtensionInfo> Extensions => [];

        public IReadOnlyList<string> Numbers => [];

        public ExtensionInfo? FindExtension(string number) => null;

        public ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) => new(number == "none" ? null : new DirectoryEntry("acme's"));
    }

    private sealed class Simulated : IServiceProvider
    {
        public MemoryStore Store { get; } = new();

        public object? GetService(Type serviceType) => serviceType == typeof(IKeyValueStore) ? Store : null;
    }
}
