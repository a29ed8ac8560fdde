using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Softswitch.Sdk.Hosting;

/// <summary>
/// Takes what a constructor asks for out of the services of an account. Those are: <see cref="IDirectory"/>, <see cref="IKeyValueStore"/>, <see cref="IPluginDatabase"/>,
/// <see cref="ILedger"/>, <see cref="IPresence"/>, <see cref="ITemplates"/>, <see cref="ITimers"/>, <see cref="TimeProvider"/>, <see cref="Random"/> and <see cref="ILogger"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PluginServices
{
    /// <summary>A service.</summary>
    /// <exception cref="InvalidOperationException">Whoever runs the plugin does not provide it.</exception>
    public static T Get<T>(IServiceProvider services)
        where T : class =>
        (T?)services.GetService(typeof(T)) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} here.");

    /// <summary>The log, for a class that asks for it by its own type. The log's category is the plugin either way.</summary>
    /// <exception cref="InvalidOperationException">Whoever runs the plugin does not provide a log.</exception>
    public static ILogger<T> Logger<T>(IServiceProvider services) => new TypedLogger<T>(Get<ILogger>(services));

    private sealed class TypedLogger<T>(ILogger log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, formatter);
    }
}
