using System.CommandLine;
using Softswitch.Host.Commands.Dialplans;
using Softswitch.Host.Commands.Plugins;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands;

/// <summary>The command line: <c>softswitch run|check|simulate|test|explain|replay|publish|rollback|diff|schema|plugin|version</c>.</summary>
internal static class SwitchCommands
{
    /// <summary>All commands.</summary>
    public static RootCommand Create() => new("Softswitch: a SIP switch. Settings are explained in docs/operation.md.")
    {
        Run(),
        Check(),
        Publish(),
        Rollback(),
        Diff(),
        Schema(),
        Version(),
        Offline(SimulateCommand.Create),
        Offline(TestCommand.Create),
        Offline(ExplainCommand.Create),
        Offline(ReplayCommand.Create),
        PluginCommands.Create(),
        PluginHostCommand.Create(),
    };

    private static Command Run()
    {
        var options = new SettingOptions();
        var command = new Command("run", "Starts the switch; Ctrl+C or SIGTERM stops it, SIGHUP reads the accounts again.");
        options.AddTo(command);
        command.SetAction((parsed, _) => RunCommand.RunAsync(options.Sources(parsed), Console.Out, Console.Error));
        return command;
    }

    private static Command Check()
    {
        var options = new SettingOptions();
        var paths = new Argument<string[]>("paths") { Description = "Folders of account files to check instead of the configured one.", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<FindingFormat>("--format") { Description = "text, json, or sarif as forges understand it." };
        var command = new Command("check", "Checks the configuration and the accounts; prints findings as file:line:column. Exit code 0 or 2.") { paths, format };
        options.AddTo(command);
        command.SetAction((parsed, _) => CheckCommand.RunAsync(options.Sources(parsed), parsed.GetValue(paths) ?? [], parsed.GetValue(format), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static Command Publish()
    {
        var options = new SettingOptions();
        var paths = new Argument<string[]>("paths") { Description = "Accounts, each a file or a folder of files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("publish", "Has the running switch check accounts, run their tests and bring them into force. Exit code 0, 1, 2 for findings, 3 for red tests.") { paths };
        options.AddTo(command);
        command.SetAction((parsed, _) => new PublishCommands(options.Sources(parsed), Console.Out, Console.Error).PublishAsync(parsed.GetValue(paths)!));
        return command;
    }

    private static Command Rollback()
    {
        var options = new SettingOptions();
        var account = new Argument<string>("account") { Description = "The account." };
        var version = new Argument<int?>("version") { Description = "The version to go back to. Default: the one before that in force.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("rollback", "Has the running switch bring an earlier version of an account back into force, as a new one. Exit code 0, 1 or 2.") { account, version };
        options.AddTo(command);
        command.SetAction((parsed, _) => new PublishCommands(options.Sources(parsed), Console.Out, Console.Error).RollbackAsync(parsed.GetValue(account)!, parsed.GetValue(version)));
        return command;
    }

    private static Command Diff()
    {
        var options = new SettingOptions();
        var account = new Argument<string>("account") { Description = "The account." };
        var from = new Argument<int?>("from") { Description = "A version. Default: the one before the other.", Arity = ArgumentArity.ZeroOrOne };
        var to = new Argument<int?>("to") { Description = "A version. Default: the latest.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("diff", "Prints what differs between two published versions of an account. Exit code 0 or 1.") { account, from, to };
        options.AddTo(command);
        command.SetAction((parsed, _) => new PublishCommands(options.Sources(parsed), Console.Out, Console.Error).DiffAsync(parsed.GetValue(account)!, parsed.GetValue(from), parsed.GetValue(to)));
        return command;
    }

    private static Command Schema()
    {
        var options = new SettingOptions();
        var account = new Argument<string>("account") { Description = "The account." };
        var command = new Command("schema", "Prints the JSON Schema of an account's files, for editors. Exit code 0 or 1.") { account };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => SchemaCommand.RunAsync(
            options.Sources(parsed), parsed.GetValue(account)!, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static Command Offline(Func<Action<Command>, Func<ParseResult, ConfigurationSources>, Command> create)
    {
        var options = new SettingOptions();
        return create(options.AddTo, options.Sources);
    }

    private static Command Version()
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction(_ => Console.WriteLine(ProductVersion.Full));
        return command;
    }
}
