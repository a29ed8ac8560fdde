using Microsoft.Extensions.Logging;
using Softswitch.Kernel.Services;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Services;

public sealed class PluginLogTests
{
    private readonly List<string> _lines = [];
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly PluginLog _log;

    public PluginLogTests() => _log = new PluginLog(new ListLogger(_lines), "acme", _clock);

    [Fact]
    public void A_line_carries_the_account()
    {
        _log.LogInformation("Menu {Choice}", 3);

        Assert.Equal(["Information acme: Menu 3"], _lines);
    }

    [Fact]
    public void More_lines_than_the_budget_are_counted_and_not_written()
    {
        for (var i = 0; i < 100; i++) _log.LogInformation("line");
        Assert.Equal(PluginLog.LinesPerSecond, _lines.Count);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _log.LogInformation("next");

        Assert.Equal("Warning acme: 80 more lines the second before", _lines[^2]);
        Assert.Equal("Information acme: next", _lines[^1]);
    }

    [Fact]
    public void A_line_that_cannot_be_made_and_one_that_is_too_long_do_no_harm()
    {
        _log.Log<object>(LogLevel.Information, default, new object(), null, (_, _) => throw new InvalidOperationException());
        _log.LogInformation("{Text}", new string('x', 100_000));

        Assert.Contains("a line that cannot be written (InvalidOperationException)", _lines[0], StringComparison.Ordinal);
        Assert.InRange(_lines[1].Length, 4000, 4100);
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
