using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary>Asks the running switch about a call.</summary>
internal static class CallQuestion
{
    private const int Otherwise = 409;

    /// <summary>Prints what it says; the exit code: 3 where a replay went another way.</summary>
    /// <param name="call">The call, by its identifier or its caller's Call-ID.</param>
    /// <param name="form">What is asked: <c>explain</c>.</param>
    /// <param name="account">The only account whose calls are looked at, or null.</param>
    /// <param name="sources">The settings, of which <c>http</c> says where the switch listens.</param>
    /// <param name="output">For the answer.</param>
    /// <param name="errors">For what is in the way.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<int> AskAsync(
        string call, string form, string? account, ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        if (await CommandConfiguration.LoadAsync(sources, errors) is not { } configuration) return ExitCodes.Findings;
        var running = new RunningSwitch(configuration.Http);
        var query = account is null ? "" : "?account=" + Uri.EscapeDataString(account);
        if (await running.GetAsync($"/calls/{Uri.EscapeDataString(call)}/{form}{query}", cancellation) is not var (status, body))
        {
            await errors.WriteLineAsync($"softswitch: {running.Silence}: start the switch, or set http to where it listens.");
            return ExitCodes.Failure;
        }

        if (status is 200 or Otherwise) await output.WriteAsync(body);
        else await errors.WriteAsync("softswitch: " + body);
        return status switch { 200 => ExitCodes.Success, Otherwise => ExitCodes.RedTests, _ => ExitCodes.Failure };
    }
}
