using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Kernel.Accounts.Testing;

namespace Softswitch.Kernel.Tests.Accounts.Testing;

public sealed class AccountTestsTests
{
    private const string Green = """
        test: 1
        account: acme
        tests:
          Alice answers: { dials: "+50640001000", expect: { answered-by: ext:100 } }
        """;

    private readonly Hourglass _clock = new();

    [Fact]
    public async Task A_red_test_refuses_the_publish_and_the_plan_of_before_stays()
    {
        using var catalogue = Catalogue(_ => new ModuleStepHost([], _ => NoServices.Instance));
        Assert.Empty((await catalogue.PublishAsync(Files(AccountSamples.Acme, Green), "publish", default)).Findings);
        var before = catalogue.Find("acme");

        var refused = await catalogue.PublishAsync(Files(AccountSamples.Acme.Replace("to: \"ext:100\"", "to: \"ext:102\"", StringComparison.Ordinal), Green), "publish", default);

        Assert.Equal(("acme", 0), (refused.Account, refused.Version));
        Assert.Equal(
            "acme.test.yaml:4:3 SSW2501 test 'Alice answers' is red: answered-by: expected ext:100, but it was ext:102",
            Assert.Single(refused.Findings).ToString());
        Assert.Same(before, catalogue.Find("acme"));
        Assert.Single(await catalogue.VersionsAsync("acme", default));
    }

    [Fact]
    public async Task Who_goes_back_to_a_version_does_not_wait_for_its_tests()
    {
        using var catalogue = Catalogue(_ => new ModuleStepHost([], _ => NoServices.Instance));
        await catalogue.PublishAsync(Files(AccountSamples.Acme, Green), "publish", default);
        await catalogue.PublishAsync(Files(AccountSamples.Acme, Green + "\n"), "publish", default);
        catalogue.Tests = (_, _) => throw new InvalidOperationException("They are run.");

        Assert.Equal(3, (await catalogue.RollbackAsync("acme", 1, default))!.Version);
    }

    [Fact]
    public async Task Mistakes_in_a_file_of_tests_refuse_the_publish_too()
    {
        using var catalogue = Catalogue(_ => new ModuleStepHost([], _ => NoServices.Instance));

        var refused = await catalogue.PublishAsync(Files(AccountSamples.Acme, Green.Replace("answered-by", "answerd-by", StringComparison.Ordinal)), "publish", default);

        Assert.Contains("acme.test.yaml:4:", Assert.Single(refused.Findings).ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'answered-by'?", refused.Findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_run_on_a_thread_of_their_own()
    {
        string? name = null;
        using var catalogue = Catalogue(_ =>
        {
            name = Thread.CurrentThread.Name;
            return new ModuleStepHost([], _ => NoServices.Instance);
        });

        await catalogue.PublishAsync(Files(AccountSamples.Acme, Green), "publish", default);

        Assert.Equal("simulations", name);
    }

    [Fact]
    public async Task A_test_without_an_end_is_red_and_left_to_itself_and_holds_up_nobody()
    {
        using var gate = new ManualResetEventSlim();
        var isFirst = true;
        using var catalogue = Catalogue(account =>
        {
            if (account.Name == "acme" && isFirst) gate.Wait();
            return new ModuleStepHost([], _ => NoServices.Instance);
        });

        var publishing = Task.Run(() => catalogue.PublishAsync(Files(AccountSamples.Acme, Green), "publish", default));
        var runOut = await _clock.Turned;
        Assert.Empty((await catalogue.PublishAsync(Files(AccountSamples.Globex, "test: 1\naccount: globex\ntests: { a: { dials: \"9\", expect: { status: 404 } } }"), "publish", default)).Findings);
        runOut();

        Assert.Equal(
            "acme.test.yaml:4:3 SSW2501 test 'Alice answers' is red: the test: expected an end, but it was under way: the call did not return in 10 s; its thread is left to itself",
            Assert.Single((await publishing).Findings).ToString());
        isFirst = false;
        Assert.Empty((await catalogue.PublishAsync(Files(AccountSamples.Acme, Green), "publish", default)).Findings);
        gate.Set();
    }

    [Fact]
    public async Task Tests_are_begun_as_long_as_there_is_time_for_all_of_an_account()
    {
        using var catalogue = Catalogue(_ =>
        {
            _clock.Now += TimeSpan.FromSeconds(16).Ticks;
            return new ModuleStepHost([], _ => NoServices.Instance);
        });
        var tests = "test: 1\naccount: acme\ntests:\n" + string.Concat("abcd".Select(name => $"  {name}: {{ dials: \"+50640001000\", expect: {{ answered-by: ext:100 }} }}\n"));

        var refused = await catalogue.PublishAsync(Files(AccountSamples.Acme, tests), "publish", default);

        Assert.Equal("acme.test.yaml:6:3 SSW2501 test 'c' was not run, nor were those after it: the 30 s are over that the tests of an account have", Assert.Single(refused.Findings).ToString());
    }

    private static PlanContents Files(string plan, string tests) => new([new SourceFile("acme.yaml", plan), new SourceFile("acme.test.yaml", tests)], []);

    private AccountCatalogue Catalogue(Func<SimulatedAccount, Dialplan.Engine.IStepHost> plugins) =>
        new(new AccountCatalogueOptions { Folder = "", Language = AccountLanguage.KernelOnly }, new MemoryDialplanStore(_clock), NullLogger.Instance)
        {
            Tests = new AccountTests(new Simulator(plugins), _clock).RunAll,
        };

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }

    /// <summary>A clock that stands still, but for the first timer, which runs out when it is told to.</summary>
    private sealed class Hourglass : TimeProvider, ITimer
    {
        private readonly TaskCompletionSource<Action> _turned = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Action> Turned => _turned.Task;

        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _turned.TrySetResult(() => callback(state));
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
