using Softswitch.Host.Composition;
using Softswitch.Host.Configuration;
using Softswitch.Host.Logging;
using Softswitch.Kernel.Storage;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch run</c>: from the configuration to a running switch, and its end.</summary>
internal static class RunCommand
{
    /// <summary>Runs the switch until it is told to stop; the exit code.</summary>
    public static async Task<int> RunAsync(ConfigurationSources sources, TextWriter output, TextWriter errors)
    {
        var signals = new ProcessSignals();
        if (await CommandConfiguration.LoadAsync(sources, errors) is not { } configuration) return ExitCodes.Findings;

        using var log = new ConsoleLog(Console.OpenStandardOutput(), configuration.LogLevel, configuration.LogFormat, TimeProvider.System);
        var logger = signals.Logger = log.CreateLogger(nameof(Softswitch));
        TaskScheduler.UnobservedTaskException += (_, e) => logger.LogError(e.Exception.GetBaseException(), "A task failed that nobody waited for");
        try
        {
            return await RunAsync(configuration, signals, log, logger, output, errors);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("softswitch: " + e.Message);
            logger.LogDebug(e, "The start failed");
            return ExitCodes.Failure;
        }
        catch (Exception e)
        {
            logger.LogCritical(e, "The switch ends because of an unexpected error");
            await errors.WriteLineAsync($"softswitch: an unexpected error, please report it: {e.Message} (with log.level debug the log has its trace)");
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> RunAsync(
        SwitchConfiguration configuration, ProcessSignals signals, ConsoleLog log, ILogger logger, TextWriter output, TextWriter errors)
    {
        await using var host = new SwitchHost(configuration, log);
        AppDomain.CurrentDomain.UnhandledException += (_, e) => OnUnhandled(host, log, logger, e.ExceptionObject as Exception);
        IReadOnlyList<string> loaded;
        try
        {
            loaded = await host.StartAsync(signals.Stopping);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }

        if (loaded.Count > 0)
        {
            foreach (var finding in loaded) await errors.WriteLineAsync(finding.ToString());
            return ExitCodes.Findings;
        }

        signals.Reload = () => _ = Task.Run(host.ReloadAsync);
        await output.WriteAsync(Banner.Of(host));
        await signals.WaitAsync();
        await host.StopAsync(signals.AtOnce);
        return ExitCodes.Success;
    }

    /// <summary>A thread ends with an exception, and the process with it: what can be kept is kept, and no trace is shown unasked.</summary>
    private static void OnUnhandled(SwitchHost host, ConsoleLog log, ILogger logger, Exception? exception)
    {
        logger.LogCritical(exception, "The switch ends because of an unexpected error");
        host.KeepRecords();
        log.Dispose();
        Environment.Exit(ExitCodes.Failure);
    }
}
