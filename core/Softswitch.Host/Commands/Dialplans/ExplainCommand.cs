using System.CommandLine;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary><c>softswitch explain</c>: why a call went where it went.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("trace") { Description = "File with a call's trace in JSON, as it stands in the call's record; - for the standard input." };
        var command = new Command("explain", "Says step by step why a call went where it went, from its trace.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            var json = file == "-" ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file, cancellation);
            await output.WriteAsync(TraceText.Of(json));
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("softswitch: " + e.Message);
            return ExitCodes.Failure;
        }
    }
}
