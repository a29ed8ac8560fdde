using System.CommandLine;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary><c>softswitch replay</c>: runs a call again whose inputs were kept.</summary>
internal static class ReplayCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Action<Command> addSettings, Func<ParseResult, ConfigurationSources> sources)
    {
        var call = new Argument<string>("call") { Description = "A call that is over, by its identifier or its caller's Call-ID; its account has to say record-inputs: true." };
        var account = new Option<string?>("--account") { Description = "Looks at the calls of this account only." };
        var command = new Command("replay", "Has the running switch run a call again on the plan that it ran on, and says the first difference. Exit code 0, 1, or 3 where it goes another way.") { call, account };
        addSettings(command);
        command.SetAction((parsed, cancellation) => CallQuestion.AskAsync(
            parsed.GetValue(call)!, "replay", parsed.GetValue(account), sources(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }
}
