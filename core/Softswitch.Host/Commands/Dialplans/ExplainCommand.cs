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
            else return await CallQuestion.AskAsync(call, "explain", parsed.GetValue(_account), sources, output, errors, cancellation);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("softswitch: " + e.Message);
            return ExitCodes.Failure;
        }
    }
}
