using System.Collections.Concurrent;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

public sealed class DirectorySourcesTests : IDisposable
{
    private const string Book = "acme.book";

    private static readonly DirectoryEntry Maria = new("Maria");

    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);
    private readonly SteppedClock _clock = new();
    private readonly Code _code = new();
    private readonly DirectorySources _sources;

    public DirectorySourcesTests() => _sources = new DirectorySources(_code, _executor, new BreakerBoard(new BreakerOptions(), _clock), _clock);

    public void Dispose() => _executor.Dispose();

    [Fact]
    public async Task Whom_a_source_knows_is_kept_for_five_minutes_and_that_it_knows_nobody_for_one()
    {
        _code.Find = query => new(query.Number == "1" ? Maria : null);
        await AskAsync("1");
        await AskAsync("2");

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((Maria, null), await AskAsync("1"));
        Assert.Equal((null, null), await AskAsync("2"));
        Assert.Equal(2, _code.Asked.Count);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await AskAsync("1");
        await AskAsync("2");
        Assert.Equal(["1", "2", "2"], _code.Asked.Select(query => query.Number));

        _clock.Advance(TimeSpan.FromMinutes(4));
        await AskAsync("1");
        Assert.Equal("1", _code.Asked.Last().Number);
        Assert.Equal((2L, 2L, 0L), _sources.Asked);
    }

    [Fact]
    public async Task All_who_ask_at_the_same_time_are_one_question_and_one_of_them_may_give_up()
    {
        var found = new TaskCompletionSource<DirectoryEntry?>();
        _code.Find = _ => new(found.Task);
        using var hangup = new CancellationTokenSource();
        var impatient = _sources.AskAsync("acme", Book, "1", hangup.Token).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => AskAsync("1")).ToList();

        await hangup.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        found.SetResult(Maria);

        Assert.All(await Task.WhenAll(others), answer => Assert.Equal((Maria, null), answer));
        Assert.Single(_code.Asked);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_not_waited_for_longer_than_a_second_and_another_account_s_answers_meanwhile()
    {
        _code.Find = query => query.Account == "acme" ? new(new TaskCompletionSource<DirectoryEntry?>().Task) : new(Maria);
        var hanging = AskAsync("1");

        Assert.Equal((Maria, null), await AskAsync("1", "other"));
        await LateAsync();

        Assert.Equal((null, "no answer within 1 s"), await hanging);
        Assert.Equal(1, _sources.Asked.Failed);
    }

    [Fact]
    public async Task One_that_keeps_its_threads_has_eight_and_no_call_waits_for_them()
    {
        using var never = new ManualResetEventSlim();
        _code.Find = query =>
        {
            if (query.Account == "acme") never.Wait();
            return new(Maria);
        };
        var hanging = Enumerable.Range(0, 8).Select(number => AskAsync($"{number}")).ToList();
        var refused = await AskAsync("8");
        Assert.Equal((Maria, null), await AskAsync("1", "other"));
        await Wait.UntilAsync(() => _clock.Waiting == 8);
        _clock.Advance(IDirectoryLookup.Patience);

        Assert.Equal((null, "it has not answered those before"), refused);
        Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal("no answer within 1 s", answer.Problem));
        never.Set();
        await Wait.UntilAsync(async () => (await AskAsync("9")).Entry is not null);
    }

    [Fact]
    public async Task A_callback_that_blocks_when_it_is_told_to_end_keeps_nobody_waiting()
    {
        using var never = new ManualResetEventSlim();
        _code.FindUntil = (_, token) =>
        {
            token.Register(() => never.Wait());
            return new(new TaskCompletionSource<DirectoryEntry?>().Task);
        };
        var hanging = AskAsync("1");

        await LateAsync();

        Assert.Equal("no answer within 1 s", (await hanging.WaitAsync(TimeSpan.FromSeconds(30))).Problem);
        never.Set();
    }

    [Fact]
    public async Task One_that_keeps_failing_is_left_alone_for_that_account_and_its_failures_are_not_kept()
    {
        _code.Find = query => query.Account == "acme" ? throw new InvalidOperationException("no") : new(Maria);
        for (var i = 0; i < 10; i++) Assert.Equal((null, "InvalidOperationException: no"), await AskAsync("1"));

        Assert.Equal((null, "it has failed so often of late that it is not asked"), await AskAsync("1"));
        Assert.Equal((Maria, null), await AskAsync("1", "other"));

        _code.Find = _ => new(Maria);
        _clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal((Maria, null), await AskAsync("1"));
    }

    [Fact]
    public async Task An_account_is_told_what_its_own_sources_know()
    {
        _code.Find = query => new(new DirectoryEntry(query.Account + "'s"));

        Assert.Equal("acme's", (await AskAsync("1")).Entry!.Name);
        Assert.Equal("other's", (await AskAsync("1", "other")).Entry!.Name);
        _code.Sources = [];
        Assert.Equal((null, "its plugin is not in force for the account"), await AskAsync("2"));
    }

    [Fact]
    public async Task What_is_kept_for_an_account_has_a_bound_and_the_oldest_goes()
    {
        for (var number = 0; number < 1001; number++) await AskAsync($"{number}");

        await AskAsync("1000");
        Assert.Equal(1001, _code.Asked.Count);
        await AskAsync("0");
        Assert.Equal(1002, _code.Asked.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public async Task What_is_no_number_is_nobody_s(int length)
    {
        Assert.Equal((null, null), await AskAsync(new string('9', length)));
        Assert.Empty(_code.Asked);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _sources.FindAsync("acme", new string('9', length), default));
    }

    [Fact]
    public async Task The_first_source_that_knows_somebody_is_believed()
    {
        _code.Sources = ["acme.empty", Book, "acme.last"];
        _code.FindIn = source => source == "acme.empty" ? null : new DirectoryEntry(source);

        Assert.Equal(Book, (await _sources.FindAsync("acme", "1", default))!.Name);
    }

    private async Task LateAsync()
    {
        await Wait.UntilAsync(() => _clock.Waiting == 1 && !_code.Asked.IsEmpty);
        _clock.Advance(IDirectoryLookup.Patience);
    }

    private async Task<(DirectoryEntry? Entry, string? Problem)> AskAsync(string number, string account = "acme")
    {
        var answer = await _sources.AskAsync(account, Book, number, default);
        return (answer.Entry, answer.Problem);
    }

    private sealed class Code : IDirectoryCode
    {
        public ConcurrentQueue<DirectoryQuery> Asked { get; } = [];

        public IReadOnlyList<string> Sources { get; set; } = [Book];

        public Func<DirectoryQuery, ValueTask<DirectoryEntry?>> Find { get; set; } = _ => default;

        public Func<DirectoryQuery, CancellationToken, ValueTask<DirectoryEntry?>>? FindUntil { get; set; }

        public Func<string, DirectoryEntry?>? FindIn { get; set; }

        public IReadOnlyList<string> SourcesOf(string account) => Sources;

        public ValueTask<DirectoryEntry?> FindAsync(string source, DirectoryQuery query, CancellationToken cancellation)
        {
            Asked.Enqueue(query);
            return FindIn is not null ? new(FindIn(source)) : FindUntil?.Invoke(query, cancellation) ?? Find(query);
        }
    }
}
