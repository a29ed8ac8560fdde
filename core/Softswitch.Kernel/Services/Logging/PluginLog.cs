using Microsoft.Extensions.Logging;
using Softswitch.Kernel.Logging;

namespace Softswitch.Kernel.Services;

/// <summary>The log of one plugin for one account: under the plugin's name, with the account in front, so many lines a second and no more. Only text goes on, nothing that belongs to the plugin.</summary>
/// <param name="inner">The log under the plugin's name.</param>
/// <param name="account">The account.</param>
/// <param name="clock">What the seconds are counted by.</param>
internal sealed class PluginLog(ILogger inner, string account, TimeProvider clock) : ILogger
{
    /// <summary>Lines a second of an account and a plugin.</summary>
    public const int LinesPerSecond = 20;

    private const int LongestText = 4000;

    private readonly LogBudget _budget = new(clock, LinesPerSecond);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel) || !_budget.TryTake(out var suppressed)) return;
        if (suppressed > 0) inner.LogWarning("{Account}: {Count} more lines the second before", account, suppressed);
        inner.Log(logLevel, "{Account}: {Text}", account, TextOf(state, exception, formatter));
    }

    private static string TextOf<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string text;
        try
        {
            text = exception is null ? formatter(state, null) : $"{formatter(state, exception)}\n{exception}";
        }
        catch (Exception e)
        {
            // What formats is the plugin's code, and so is the text of its exceptions.
            text = $"a line that cannot be written ({e.GetType().Name})";
        }

        return text.Length <= LongestText ? text : text[..LongestText] + "…";
    }
}
