using Softswitch.Kernel.Logging;
using Softswitch.Kernel.Registrar;

namespace Softswitch.Host.Composition;

/// <summary>Writes the log's line of each phone that comes or goes; a refresh is no event.</summary>
internal sealed partial class PhoneEvents(TimeProvider clock, ILogger logger)
{
    private const int LinesPerSecond = 50;

    private readonly LogBudget _budget = new(clock, LinesPerSecond);

    /// <summary>Takes an event, on the worker it happened on.</summary>
    public void OnEvent(LocationEvent location)
    {
        if (!logger.IsEnabled(LogLevel.Information) || !_budget.TryTake(out var suppressed)) return;
        if (suppressed > 0) LogSuppressed(logger, suppressed);
        if (location.Kind == LocationEventKind.Registered)
            LogCame(logger, location.Extension, location.Account, location.Binding.Flow.ToString(), location.Binding.UserAgent ?? "unnamed", location.Contacts);
        else
            LogWent(logger, location.Extension, location.Account, location.Kind == LocationEventKind.Lapsed ? "lapsed" : "unregistered", location.Contacts);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Phone {Extension} of {Account} registered from {Address} ({UserAgent}), {Contacts} there now")]
    private static partial void LogCame(ILogger logger, string extension, string account, string address, string userAgent, int contacts);

    [LoggerMessage(Level = LogLevel.Information, Message = "Phone {Extension} of {Account} {How}, {Contacts} there now")]
    private static partial void LogWent(ILogger logger, string extension, string account, string how, int contacts);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} more phones came or went the second before")]
    private static partial void LogSuppressed(ILogger logger, int count);
}
