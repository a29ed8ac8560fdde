using System.CommandLine;
using Softswitch.Dialplan.Traces;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary><c>softswitch explain</c>: why a call went where it went.</summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _call = new("call") { Description = "A call that is up or over, by its identifier or its caller's Call-ID; or a file with a trace in JSON, - for the standard input." };
    private readonly Option<string?> _account = new("--account") { Description = "Looks at the calls of this account only." };

    /// <summary>The command.</summary>
    public static Command Create(Action<Command> addSettings, Func<ParseResult, ConfigurationSources> sources)
    {
        var self = new ExplainCommand();
        var command = new Command("explain", "Says step by step why a call went where it went: which step, which outcome, why. Exit code 0 or 1.") { self._call, self._account };
        addSettings(command);
        command.SetAction((parsed, cancellation) => self.RunAsync(parsed, sources(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var call = parsed.GetValue(_call)!;
        try
        {
            if (call == "-") await output.WriteAsync(TraceText.Of(await Console.In.ReadToEndAsync(cancellation)));
            else if (File.Exists(call)) await output.WriteAsync(TraceText.Of(await File.ReadAllTextAsync(call, cancellation)));
            else return await AskAsync(call, parsed.GetValue(_account), sources, output, errors, cancellation);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("softswitch: " + e.Message);
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> AskAsync(string call, string? account, ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var (configuration, findings) = ConfigurationLoader.Load(sources);
        foreach (var finding in findings) await errors.WriteLineAsync(finding.ToString());
        if (findings.Count > 0) return ExitCodes.Findings;
        var running = new RunningSwitch(configuration.Http);
        var query = account is null ? "" : "?account=" + Uri.EscapeDataString(account);
        if (await running.GetAsync($"/calls/{Uri.EscapeDataString(call)}/explain{query}", cancellation) is not var (status, body))
        {
            await errors.WriteLineAsync($"softswitch: {running.Silence}, and there is no file {call}: start the switch, or set http to where it listens.");
            return ExitCodes.Failure;
        }

        if (status == 200) await output.WriteAsync(body);
        else await errors.WriteAsync("softswitch: " + body);
        return status == 200 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
