using System.Globalization;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;
using Xunit.Abstractions;

namespace Softswitch.Integration.Tests.Endurance;

/// <summary>Thousands of calls that end in every way leave nothing behind: no call, dialog, transaction, timer, port, descriptor or memory.</summary>
public sealed class ManyCallsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int DefaultCalls = 2000;
    private const int CallsASecond = 240;

    /// <summary>A BYE to a phone that is gone is given up after 32 s (RFC 3261 §17.1.2.2, timer F), and what it held goes then.</summary>
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Calls before the first look: a quarter, and enough for the runtime to have compiled what calls run on, which takes native memory once.
    /// </summary>
    private static readonly int First = Math.Max(1500, Calls / 4);

    /// <summary>
    /// How much more managed memory may be alive than after the first quarter: queues between threads keep the room that they
    /// once needed, and buffers of the database and of HTTP come to be used. It is 524 bytes for each of 2000 calls and 52 for
    /// each of 20 000; the objects of a call are some 7 KB.
    /// </summary>
    private const long AllowedAlive = 1 << 20;

    /// <summary>The same of native memory; of it the runtime needs some for each method that it compiles again.</summary>
    private const long AllowedNative = 2 << 20;

    /// <summary>
    /// How much more the process may hold of the system: what is alive, the code that the runtime compiles once more when it
    /// knows what is called most, and the pages of the program's own files that come to be used.
    /// </summary>
    private const long AllowedResident = 12 << 20;

    /// <summary>The switch gives memory back when there has been no call for 40 s.</summary>
    private static readonly TimeSpan GivesBackWithin = TimeSpan.FromSeconds(60);

    /// <summary>How long what is borrowed for a moment is waited for.</summary>
    private static readonly TimeSpan Borrowed = TimeSpan.FromSeconds(10);

    private RunningSwitch _running = null!;

    private static int Calls => int.TryParse(Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_CALLS"), CultureInfo.InvariantCulture, out var calls) ? calls : DefaultCalls;

    public async Task InitializeAsync() => _running = new RunningSwitch(await SwitchProcess.StartAsync("media-timeout: 10s", SwitchProcess.ManyMediaPorts));

    public Task DisposeAsync() => _running.DisposeAsync().AsTask();

    [Fact]
    public async Task Calls_ended_in_every_way_leave_nothing_behind()
    {
        var before = await LeftByAsync(First, idle: null);

        var after = await LeftByAsync(Calls, before);

        var growth = $"{First} calls: {before}\n{Calls} more: {after}";
        output.WriteLine(growth);
        Assert.True(after.LiveBytes - before.LiveBytes < AllowedAlive, growth);
        Assert.True(after.NativeBytes - before.NativeBytes < AllowedNative, growth);
        Assert.True(after.ResidentBytes - before.ResidentBytes < AllowedResident, growth);
    }

    /// <summary>The switch when so many calls have ended and it has given memory back by itself.</summary>
    private async Task<Footprint> LeftByAsync(int calls, Footprint? idle)
    {
        var begun = await Footprint.TakeAsync(_running.Switch);
        await CallAsync(calls);
        await SettledAsync(idle);
        var deadline = DateTime.UtcNow + GivesBackWithin;
        while (true)
        {
            var now = await Footprint.TakeAsync(_running.Switch);
            if (now.Collections > begun.Collections) return await LeastOfAsync(now);
            if (DateTime.UtcNow > deadline) Assert.Fail("the switch does not give memory back");
            await Task.Delay(500);
        }
    }

    /// <summary>The least that it holds in a while: what the runtime borrows to compile, some megabytes at times, it gives back.</summary>
    private async Task<Footprint> LeastOfAsync(Footprint least)
    {
        for (var deadline = DateTime.UtcNow + Borrowed; DateTime.UtcNow < deadline;)
        {
            await Task.Delay(500);
            least = least.OrLess(await Footprint.TakeAsync(_running.Switch));
        }

        return least;
    }

    private async Task CallAsync(int total)
    {
        var endings = CallEnding.All;
        var calls = Math.Max(1, total / endings.Count);
        var rate = Math.Max(1, CallsASecond / endings.Count);
        var within = TimeSpan.FromSeconds(60 + (2 * calls / rate));
        SippRun Bounded(SippRun run) => run with { Calls = calls, Rate = rate, Within = within, PassesOverUnexpected = true };

        var sides = new List<Sipp> { await Sipp.StartAsync(CallEnding.Target, Bounded(await _running.Phones.RegisteredAsync(CallEnding.TransferTarget))) };
        foreach (var ending in endings)
        {
            sides.Add(await Sipp.StartAsync(ending.CalleeSide, Bounded(await _running.Phones.RegisteredAsync(ending.Callee))));
            sides.Add(await Sipp.StartAsync(ending.CallerSide, Bounded(_running.Phones.Run(TestAccount.Trusted, ending.Callee))));
        }

        try
        {
            foreach (var side in sides) await side.SucceedAsync();
        }
        finally
        {
            foreach (var side in sides) await side.DisposeAsync();
        }
    }

    /// <summary>Waits until everything has ended; fails with what is held beyond <paramref name="idle"/>.</summary>
    private async Task SettledAsync(Footprint? idle)
    {
        var deadline = DateTime.UtcNow + LongestEnding;
        while (true)
        {
            var now = await Footprint.TakeAsync(_running.Switch);
            var isSettled = idle is null ? now.Held["softswitch_calls_active"] == 0 && now.Held["softswitch_transactions"] == 0 : now.Beyond(idle).Length == 0;
            if (isSettled) return;
            if (DateTime.UtcNow > deadline) Assert.Fail(idle is null ? "calls do not end:\n" + string.Join('\n', now.Held) : now.Beyond(idle));
            await Task.Delay(500);
        }
    }
}
