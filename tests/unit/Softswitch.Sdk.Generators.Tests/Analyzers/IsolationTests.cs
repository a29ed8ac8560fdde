using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Tests.Analyzers;

/// <summary>Each rule of isolation, by code that breaks it and code that does not.</summary>
public sealed class IsolationTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { "SSW1101", "async void Later() => await Task.Yield(); Later();" },
        { "SSW1101", "Action later = async () => await Task.Yield();" },
        { "SSW1102", "new Thread(() => { }).Start();" },
        { "SSW1103", "var timer = new Timer(_ => { });" },
        { "SSW1103", "using var timer = new System.Timers.Timer(1000);" },
        { "SSW1104", "Environment.Exit(1);" },
        { "SSW1104", "Environment.FailFast(\"no\");" },
        { "SSW1104", "Action<int> end = Environment.Exit;" },
        { "SSW1105", "_ = Task.Run(() => 1);" },
        { "SSW1105", "_ = Task.Run(() => 1, CancellationToken.None);" },
        { "SSW1105", "_ = Task.Factory.StartNew(() => 1);" },
        { "SSW1105", "ThreadPool.QueueUserWorkItem(_ => { });" },
        { "SSW1106", "GC.Collect();" },
        { "SSW1107", "_ = WorkAsync().Result;" },
        { "SSW1107", "WorkAsync().Wait();" },
        { "SSW1107", "_ = WorkAsync().GetAwaiter().GetResult();" },
        { "SSW1107", "_ = WorkAsync().ConfigureAwait(false).GetAwaiter().GetResult();" },
        { "SSW1107", "call.AnswerAsync(hangup).GetAwaiter().GetResult();" },
        { "SSW1107", "Task.WaitAll(WorkAsync());" },
        { "SSW1107", "using var gate = new SemaphoreSlim(1); gate.Wait(hangup);" },
        { "SSW1108", "Thread.Sleep(10);" },
        { "SSW1201", "_ = DateTime.Now;" },
        { "SSW1201", "_ = DateTimeOffset.UtcNow;" },
        { "SSW1201", "_ = TimeProvider.System.GetUtcNow();" },
        { "SSW1201", "_ = Environment.TickCount64;" },
        { "SSW1201", "_ = System.Diagnostics.Stopwatch.StartNew();" },
        { "SSW1201", "_ = TimeZoneInfo.Local;" },
        { "SSW1202", "_ = Random.Shared.Next();" },
        { "SSW1202", "_ = new Random();" },
        { "SSW1202", "_ = Guid.NewGuid();" },
        { "SSW1203", "await Task.Delay(10, hangup);" },
        { "SSW1203", "using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));" },
        { "SSW1203", "using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));" },
        { "SSW1203", "await WorkAsync().WaitAsync(TimeSpan.FromSeconds(1), hangup);" },
        { "SSW1204", "Console.WriteLine(\"hello\");" },
        { "SSW1204", "Console.Error.Flush();" },
        { "SSW1302", "_ = System.Text.Json.JsonSerializer.Serialize(new Own());" },
        { "SSW1302", "_ = System.Text.Json.JsonSerializer.Deserialize<List<Own>>(\"[]\");" },
        { "SSW1302", "_ = System.Text.Json.JsonSerializer.Deserialize(\"{}\", typeof(Own));" },
        { "SSW1302", "_ = System.Text.Json.JsonSerializer.Serialize(new { A = 1 });" },
        { "SSW1303", "Validator.ValidateObject(options, new ValidationContext(options));" },
        { "SSW1304", "var linked = CancellationTokenSource.CreateLinkedTokenSource(hangup); linked.Cancel();" },
        { "SSW1304", "var token = CancellationTokenSource.CreateLinkedTokenSource(hangup).Token;" },
        { "SSW1305", "AppDomain.CurrentDomain.UnhandledException += (_, _) => { };" },
        { "SSW1305", "TaskScheduler.UnobservedTaskException += (_, _) => { };" },
        { "SSW1305", "System.Runtime.Loader.AssemblyLoadContext.Default.Unloading += _ => { };" },
    };

    public static TheoryData<string> Kept =>
    [
        "async Task LaterAsync() => await Task.Yield(); await LaterAsync();",
        "call.RunAlongside(async token => await Task.Yield());",
        "_ = Task.Run(() => 1, hangup);",
        "_ = await WorkAsync();",
        "using var gate = new SemaphoreSlim(1); await gate.WaitAsync(hangup);",
        "_ = call.Clock.GetUtcNow();",
        "_ = call.StartedAt.AddDays(1);",
        "_ = TimeZoneInfo.FindSystemTimeZoneById(\"America/Costa_Rica\");",
        "_ = new Random(7);",
        "_ = Guid.Parse(\"8d0f0000-0000-0000-0000-000000000000\");",
        "await Task.Delay(TimeSpan.FromSeconds(1), call.Clock, hangup);",
        "using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1), call.Clock);",
        "using var later = new CancellationTokenSource();",
        "await WorkAsync().WaitAsync(hangup);",
        "call.Explain(\"hello\");",
        "_ = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, int>());",
        "_ = System.Text.Json.JsonSerializer.Serialize(new Own(), (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Own>)null!);",
        "_ = System.Text.Json.JsonDocument.Parse(\"{}\");",
        "using var linked = CancellationTokenSource.CreateLinkedTokenSource(hangup); linked.Cancel();",
        "using (var linked = CancellationTokenSource.CreateLinkedTokenSource(hangup)) { linked.Cancel(); }",
        "var linked = CancellationTokenSource.CreateLinkedTokenSource(hangup); try { linked.Cancel(); } finally { linked.Dispose(); }",
        "var own = new Own(); own.Changed += (_, _) => { }; Own.AnyChanged += (_, _) => { };",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_rule_is_broken(string rule, string code)
    {
        var found = await AnalyzeAsync(code);

        Assert.Equal(rule, Assert.Single(found.Select(one => one.Id).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Good_code_passes(string code) => Assert.Empty(await AnalyzeAsync(code));

    [Theory]
    [InlineData("private static int Count;")]
    [InlineData("public static string? Last { get; set; }")]
    [InlineData("[ThreadStatic] private static int Count;")]
    [InlineData("private static readonly Dictionary<string, int> Seen = [];")]
    public async Task Static_state_is_found(string member) => Assert.Equal("SSW1301", Assert.Single(await AnalyzeMemberAsync(member)).Id);

    [Theory]
    [InlineData("private const int Most = 3;")]
    [InlineData("private static readonly string[] Names = [\"a\"];")]
    [InlineData("private static readonly ImmutableArray<int> Steps = [1, 2];")]
    [InlineData("public static string Name { get; } = \"a\";")]
    [InlineData("private int count;")]
    public async Task Constants_and_fields_of_the_step_pass(string member) => Assert.Empty(await AnalyzeMemberAsync(member));

    [Fact]
    public async Task A_project_can_do_without_the_rules()
    {
        var plugin = Compiled.With(new() { ["PluginRules"] = "false" }, Step("Environment.Exit(1);", ""));

        Assert.Empty(await plugin.AnalyzeAsync());
    }

    [Fact]
    public async Task What_is_found_stands_at_its_place_and_says_what_to_do()
    {
        var found = Assert.Single(await AnalyzeAsync("_ = DateTime.Now;"));

        Assert.Equal("DateTime.Now", found.Location.SourceTree!.GetRoot().FindNode(found.Location.SourceSpan).ToString());
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("DateTime.Now is not the time that a simulation, test or replay stands at; use call.Clock, or ask for TimeProvider", found.GetMessage());
    }

    private static Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string code) => CompileAndAnalyzeAsync(Step(code, ""));

    private static Task<IReadOnlyList<Diagnostic>> AnalyzeMemberAsync(string member) => CompileAndAnalyzeAsync(Step("", member));

    private static async Task<IReadOnlyList<Diagnostic>> CompileAndAnalyzeAsync(string source)
    {
        var plugin = Compiled.From(source);
        Assert.Empty(plugin.Errors);
        return await plugin.AnalyzeAsync();
    }

    private static string Step(string code, string member) => $$"""
        /// <summary>Tries.</summary>
        [Step("try")]
        public sealed class Try : CallStep<EmptyOptions>
        {
            {{member}}

            public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
            {
                {{code}}
                await Task.Yield();
                return Outcome.Done;
            }

            private static Task<int> WorkAsync() => Task.FromResult(1);
        }

        public sealed class Own
        {
            public event EventHandler? Changed;

            public static event EventHandler? AnyChanged;

            public void Raise() { Changed?.Invoke(this, EventArgs.Empty); AnyChanged?.Invoke(this, EventArgs.Empty); }
        }
        """;
}
