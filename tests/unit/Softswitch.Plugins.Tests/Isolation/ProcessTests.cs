using System.Diagnostics;
using System.Text.Json.Nodes;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Isolation;
using Softswitch.Plugins.Tests.Support;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Isolation;

/// <summary>The same plugin, through the same SDK, in a process of its own.</summary>
public sealed class ProcessTests : IAsyncDisposable
{
    private readonly TestHost _host = new(Options);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    internal static PluginHostOptions Options(PluginHostOptions options) => options with
    {
        Processes = new PluginProcessOptions
        {
            Command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "softswitch.dll"), "plugin-host"],
            Memory = 128L << 20,
            StartLimit = TimeSpan.FromSeconds(60),
            CancelGrace = TimeSpan.FromMilliseconds(500),
            MemoryEvery = TimeSpan.FromMilliseconds(50),
        },
    };

    internal static TestPlugin Isolated(TestPlugin plugin)
    {
        plugin.Manifest += manifest => manifest["isolation"] = "process";
        return plugin;
    }

    [Fact]
    public async Task A_step_does_to_the_call_there_what_it_would_do_here()
    {
        const string Body = """
            call.Explain("because");
            await call.RingAsync(hangup);
            await call.AnswerAsync(hangup);
            var state = call.State;
            await call.PlayAsync(Prompt.Of("welcome", "digits/1"), hangup);
            var got = await call.PlayAndCollectAsync("menu", CollectOptions.UpTo(4), hangup);
            var more = await call.CollectAsync(new CollectOptions { MinDigits = 2, MaxDigits = 3, Terminators = "*#" }, hangup);
            await call.SendDigitsAsync("12#", hangup);
            var bridged = await call.BridgeAsync(new BridgeRequest { Targets = [DialTarget.Extension("100"), DialTarget.Parse("sip:a@b")], Order = RingOrder.Sequence, RingFor = TimeSpan.FromSeconds(9), ShowCaller = new("77") }, hangup);
            call.Variables.Set("mood", "good");
            var refused = ""; try { call.Variables.Set("unknown", "x"); } catch (ArgumentException) { refused = "refused"; }
            var missing = ""; try { await call.PlayAsync("missing", hangup); } catch (PromptNotFoundException e) { missing = e.Name; }
            var gone = 0; try { await call.PlayAsync("gone", hangup); } catch (CallEndedException e) { gone = e.Cause.Status; }
            await call.RedirectAsync([DialTarget.Parse("+506123")], hangup);
            await call.RejectAsync(486, hangup);
            await call.HangupAsync(HangupCause.Busy, hangup);
            var told = string.Join(' ', call.Id, call.Account, call.Caller.Number, call.Caller.Name, call.Dialled, call.StartedAt.ToString("O"), call.Step.Name, call.Step.Handles("done"), state, got.Digits, got.End, more.End, bridged.Outcome, bridged.AnsweredBy!.Name,
                bridged.TalkTime, call.Variables["mood"], call.Variables["none"] ?? "nothing", string.Join(',', call.Headers["subject"]), refused, missing, gone, call.TryGet<IDirectory>(out _));
            return told;
            """;
        var here = await ToldAsync(new TestPlugin("gate").Step("gate", Body));
        var there = await ToldAsync(Isolated(new TestPlugin("gate").Step("gate", Body)));

        Assert.Equal(here.Told, there.Told);
        Assert.Equal(here.Done, there.Done);
        Assert.Contains("bridge ext:100 sip:a@b Sequence 00:00:09 77", there.Done);
    }

    [Fact]
    public async Task Options_arrive_as_the_plan_says_them_with_lists_maps_and_free_keys()
    {
        var plugin = Isolated(new TestPlugin("gate").StepWith("gate", "string", """
            values => string.Join(' ', values.Text("word"), string.Join('+', values.Texts("list")), values.Map("nested").Text("inner"), values.Has("absent"), string.Join(',', values.Map("free").Keys.Select(key => key + "=" + values.Map("free").Text(key))), values.Maps("maps")[0].Text("inner"), values.File(values.Text("file")).Text, values.File(values.Texts("files")[1]).Text)
            """, "return new(options);"));
        plugin.Manifest += manifest => manifest["steps"]!.AsArray()[0]!["options"] = JsonNode.Parse("""
            {"type":"object","additionalProperties":false,"properties":{
              "word":{"type":"string"},"absent":{"type":"string"},"list":{"type":"array","items":{"type":"string"}},
              "nested":{"type":"object","additionalProperties":false,"properties":{"inner":{"type":"string"}}},
              "free":{"type":"object","additionalProperties":{"type":"string"}},
              "file":{"type":"string","x-softswitch":"file"},"files":{"type":"array","items":{"type":"string","x-softswitch":"file"}},
              "maps":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"inner":{"type":"string"}}}}}}
            """);
        Assert.Empty(await _host.ApplyAsync(plugin));
        var options = new TreeOptions(new() { ["word"] = "hello", ["list"] = new[] { "a", "b" }, ["nested"] = Map("inner", "deep"), ["free"] = Map("x", "1"), ["maps"] = new[] { Map("inner", "first") }, ["file"] = "a.ics", ["files"] = new[] { "b.ics", "c.ics" } });
        using var session = _host.Host.Begin("acme");

        var outcome = await session.Resolve(TestHost.Node("gate", options)).RunAsync(new FakeCall(), CancellationToken.None);

        Assert.Equal("hello a+b deep False x=1 first content of a.ics content of c.ics", outcome.Name);
    }

    [Fact]
    public async Task Options_that_its_code_refuses_keep_a_version_from_taking_over()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "old"));
        _host.Nodes.Add(TestHost.Node("gate"));
        var picky = Isolated(new TestPlugin("gate", "1.1.0").StepWith("gate", "object", "values => throw new FormatException(\"never\")", "return new(\"new\");"));

        var problem = Assert.Single(await _host.ApplyAsync(picky));

        Assert.Contains("acme.yaml:7:5", problem.Text, StringComparison.Ordinal);
        Assert.Contains("never", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_arrives_as_text_and_the_process_lives_on()
    {
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", "throw new InvalidOperationException(\"no luck\");").Step("calm", "return new(\"done\");")));

        var error = await Assert.ThrowsAsync<PluginProcessException>(() => _host.RunAsync("gate"));

        Assert.Contains("InvalidOperationException: no luck", error.Message, StringComparison.Ordinal);
        Assert.Equal("done", (await _host.RunAsync("gate.calm")).Name);
        Assert.Equal(PluginState.Active, Assert.Single(_host.Host.Status).State);
    }

    [Fact]
    public async Task Hanging_up_cancels_what_runs_there_and_what_it_began_here()
    {
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", "await call.PlayAsync(\"long\", hangup); return \"never\";")));
        using var hangup = new CancellationTokenSource();
        var playing = new TaskCompletionSource();
        var call = new FakeCall { Playing = async token => { playing.SetResult(); await Task.Delay(-1, token); } };
        var run = _host.RunAsync("gate", call: call, hangup: hangup.Token);
        await playing.Task;

        await hangup.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(PluginState.Active, Assert.Single(_host.Host.Status).State);
    }

    [Fact]
    public async Task Work_beside_the_step_and_for_the_end_of_the_call_runs_there()
    {
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", """
            call.OnEnded(async (summary, token) => await ((IKeyValueStore)Services.GetService(typeof(IKeyValueStore))!).SetAsync("ended", summary.Dialled + summary.Cause.Status, token));
            var beside = new TaskCompletionSource();
            call.RunAlongside(async token => { beside.SetResult(); await Task.Delay(-1, token); });
            await beside.Task;
            return "done";
            """)));
        var store = new MemoryStore();
        _host.Services = (type, _) => type == typeof(IKeyValueStore) ? store : null;
        var call = new FakeCall();
        using var session = _host.Host.Begin("acme");
        Assert.Equal("done", (await session.Resolve(TestHost.Node("gate")).RunAsync(call, CancellationToken.None)).Name);

        await Assert.Single(call.Ended)(new CallSummary(call.Id, "acme", call.Caller, "100", call.StartedAt, TimeSpan.Zero, null, HangupCause.Busy), CancellationToken.None);

        Assert.Equal("100486", store.Values["ended"].Value);
    }

    [Fact]
    public async Task Services_are_those_of_the_runs_account()
    {
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", """
            var store = (IKeyValueStore)Services.GetService(typeof(IKeyValueStore))!;
            await store.SetAsync("who", call.Account, hangup);
            var read = await store.GetAsync("who", hangup);
            var swapped = await store.TrySetAsync("who", "x", 99, hangup);
            var none = await store.GetAsync("none", hangup);
            try { await store.SetAsync("full", "", hangup); } catch (StoreQuotaException e) { return $"{read!.Value}{read.Version}{swapped}{none is null}{e.Message}{string.Join(',', await store.KeysAsync("w", null, hangup))}"; }
            return "no quota";
            """)));
        var stores = new Dictionary<string, MemoryStore> { ["acme"] = new(), ["globex"] = new() };
        _host.Services = (type, account) => type == typeof(IKeyValueStore) ? stores[account] : null;

        Assert.Equal("acme1FalseTruefullwho", (await _host.RunAsync("gate")).Name);
        Assert.Equal("globex1FalseTruefullwho", (await _host.RunAsync("gate", "globex")).Name);
        Assert.Equal("globex", stores["globex"].Values["who"].Value);
    }

    [Fact]
    public async Task A_new_version_takes_over_and_the_old_process_ends_when_its_calls_do()
    {
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", "return new(Environment.ProcessId.ToString());")));
        var session = _host.Host.Begin("acme");
        var node = TestHost.Node("gate");
        var first = (await session.Resolve(node).RunAsync(new FakeCall(), CancellationToken.None)).Name;

        await _host.ApplyAsync(Isolated(new TestPlugin("gate", "1.1.0").Step("gate", "return new(Environment.ProcessId.ToString());")));
        var second = (await _host.RunAsync("gate")).Name;

        Assert.NotEqual(first, second);
        Assert.Equal(first, (await session.Resolve(node).RunAsync(new FakeCall(), CancellationToken.None)).Name);
        session.Dispose();
        await _host.Host.RetiredAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(first)));
    }

    [Fact]
    public async Task A_process_sees_nothing_of_the_switches_environment_and_writes_nothing_into_the_pipe()
    {
        Environment.SetEnvironmentVariable("SOFTSWITCH_DATABASE", "secret");
        await _host.ApplyAsync(Isolated(new TestPlugin("gate").Step("gate", "Console.WriteLine(\"noise\"); return new(Environment.GetEnvironmentVariable(\"SOFTSWITCH_DATABASE\") ?? \"nothing\");")));

        Assert.Equal("nothing", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task A_plugin_that_cannot_start_there_is_refused_with_its_reason()
    {
        var plugin = Isolated(new TestPlugin("gate") { ModuleMembers = "public MadeModule() => throw new InvalidOperationException(\"no licence\");" }.Step("gate", "return new(\"done\");"));

        Assert.Contains("no licence", Assert.Single(await _host.ApplyAsync(plugin)).Text, StringComparison.Ordinal);
    }

    private static TreeOptions Map(string key, string value) => new(new() { [key] = value });

    private async Task<(string Told, List<string> Done)> ToldAsync(TestPlugin plugin)
    {
        Assert.Empty(await _host.ApplyAsync(plugin));
        var call = new FakeCall { Digits = new Collected("42", CollectEnd.Terminated, '#'), HeaderValues = { ["Subject"] = ["one", "two"] } };
        var told = (await _host.RunAsync("gate", call: call)).Name;
        return (told.Replace(call.Id.ToString(), "", StringComparison.Ordinal), call.Done);
    }
}
