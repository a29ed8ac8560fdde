namespace Softswitch.Host.Logging;

/// <summary>The log of the whole program: a level, a format, and one queue to the console.</summary>
internal sealed class ConsoleLog(Stream output, LogLevel level, LogFormat format, TimeProvider clock) : ILoggerProvider, ILoggerFactory
{
    private readonly LogQueue _queue = new(output);

    /// <summary>Lines lost because the console did not keep up.</summary>
    public long Dropped => _queue.Dropped;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new CategoryLog(this, ShortNameOf(categoryName));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The log goes to the console alone.");

    /// <summary>Writes what is left.</summary>
    public void Dispose() => _queue.Dispose();

    // Classes name themselves in full; their last name is enough to find them.
    private static string ShortNameOf(string category) => category[(category.LastIndexOf('.') + 1)..];

    private sealed class CategoryLog(ConsoleLog log, string category) : ILogger
    {
        private static readonly IReadOnlyList<KeyValuePair<string, object?>> None = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Level && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? None;
            var entry = new LogEntry(log.Clock.GetUtcNow(), logLevel, category, formatter(state, exception), exception, values);
            log._queue.Add(LogLine.Format(log.Format, entry, withTrace: log.Level <= LogLevel.Debug));
        }
    }

    private LogLevel Level => level;

    private LogFormat Format => format;

    private TimeProvider Clock => clock;
}
