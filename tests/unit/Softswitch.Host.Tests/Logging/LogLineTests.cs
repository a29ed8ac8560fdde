using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Softswitch.Host.Logging;
using Softswitch.Net;

namespace Softswitch.Host.Tests.Logging;

public sealed class LogLineTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryStream _output = new();

    [Fact]
    public void A_line_for_people_has_time_level_category_and_message() =>
        Assert.Equal(
            "2026-11-20T10:00:00.000Z info  CallManager: Call a1@phone of acme ended\n",
            Log(LogFormat.Text, LogLevel.Information, log => log.LogInformation("Call {CallId} of {Account} ended", "a1@phone", "acme")));

    [Fact]
    public void A_line_for_machines_has_the_values_as_fields_of_their_own()
    {
        var line = Log(LogFormat.Json, LogLevel.Information, log => log.LogWarning("Call {CallId} of {Account} lasted {Seconds}", "a\"1\n", "acme", 7));

        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("warn", json.GetProperty("level").GetString());
        Assert.Equal("a\"1\n", json.GetProperty("call_id").GetString());
        Assert.Equal("acme", json.GetProperty("account").GetString());
        Assert.Equal(7, json.GetProperty("seconds").GetInt32());
        Assert.Single(line.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    internal void An_exception_shows_its_trace_at_debug_only(LogFormat format)
    {
        var quiet = Log(format, LogLevel.Information, log => log.LogError(Thrown(), "It failed"));
        var loud = Log(format, LogLevel.Debug, log => log.LogError(Thrown(), "It failed"));

        Assert.Contains("because of this", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Thrown), quiet, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), loud, StringComparison.Ordinal);
        Assert.Equal(1, loud.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Text_from_the_network_cannot_begin_a_line_of_its_own() =>
        Assert.Equal(1, Log(LogFormat.Text, LogLevel.Information, log => log.LogInformation("From {Name}", "a\r\n2026-11-20 fake\u001b[2J")).Count(letter => letter == '\n'));

    [Fact]
    public void What_is_below_the_level_is_not_written() => Assert.Equal("", Log(LogFormat.Text, LogLevel.Warning, log => log.LogInformation("quiet")));

    [Fact]
    public void A_console_that_does_not_keep_up_costs_lines_and_not_time()
    {
        using var blocked = new BlockedStream();
        using (var log = new ConsoleLog(blocked, LogLevel.Information, LogFormat.Text, _clock))
        {
            var logger = log.CreateLogger("A");
            for (var i = 0; i < 20_000; i++) logger.LogInformation("line");

            Assert.InRange(log.Dropped, 9_000, 10_000);
            blocked.Open.Set();
        }

        Assert.Contains("lines of the log were dropped here", Encoding.UTF8.GetString(blocked.ToArray()), StringComparison.Ordinal);
    }

    private string Log(LogFormat format, LogLevel level, Action<ILogger> action)
    {
        _output.SetLength(0);
        using (var log = new ConsoleLog(_output, level, format, _clock)) action(log.CreateLogger("Softswitch.Kernel.Calls.CallManager"));
        return Encoding.UTF8.GetString(_output.ToArray());
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("because of this");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class BlockedStream : MemoryStream
    {
        public ManualResetEventSlim Open { get; } = new();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Open.Wait();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Open.Wait();
            base.Write(buffer);
        }
    }
}
