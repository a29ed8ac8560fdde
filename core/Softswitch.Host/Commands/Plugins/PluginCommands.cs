using System.CommandLine;

namespace Softswitch.Host.Commands.Plugins;

/// <summary><c>softswitch plugin verify|install|apply|list|explain</c>.</summary>
internal static class PluginCommands
{
    public static Command Create() => new("plugin", "Plugins: what is installed, what is in force, and how that is changed while the switch runs.")
    {
        OfPackage("verify", "Checks a package or the folder of a build, without installing it. Exit code 0 or 2.", (tool, source, _) => tool.VerifyAsync(source)),
        OfPackage("install", "Checks a package or the folder of a build and installs it. It is in force once it is applied.", (tool, source, _) => tool.InstallAsync(source)),
        Apply(),
        List(),
        Explain(),
    };

    private static Command OfPackage(string name, string description, Func<PluginTool, string, CancellationToken, Task<int>> run)
    {
        var options = new SettingOptions();
        var source = new Argument<string>("package") { Description = "A .nupkg file, or the folder that a build has made." };
        var command = new Command(name, description) { source };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, tool => run(tool, parsed.GetRequiredValue(source), cancellation)));
        return command;
    }

    private static Command Apply()
    {
        var options = new SettingOptions();
        var plugins = new Argument<string[]>("plugins") { Description = "ID, or ID@VERSION; none for the newest version of all that is installed.", Arity = ArgumentArity.ZeroOrMore };
        var reseller = new Option<string?>("--reseller") { Description = "The reseller whose tenants alone may use them." };
        var change = new Option<string?>("--change") { Description = "remove, disable or enable, in the place of bringing a version into force." };
        change.AcceptOnlyFromAmong("remove", "disable", "enable");
        var beside = new Option<bool>("--beside") { Description = "Keeps the version that is in force beside the new one, for accounts that are held to it." };
        var force = new Option<bool>("--force") { Description = "Also where plans in force are left without a version that they ask for: their steps end with 'error'." };
        var command = new Command("apply", "Brings installed plugins into force: at once where the switch runs, else at its next start. All of it or nothing.") { plugins, reseller, change, beside, force };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            options,
            parsed,
            tool => tool.ApplyAsync(
                new ApplyRequest(parsed.GetValue(plugins) ?? [])
                {
                    Reseller = parsed.GetValue(reseller),
                    Change = parsed.GetValue(change),
                    IsBeside = parsed.GetValue(beside),
                    IsForced = parsed.GetValue(force),
                },
                cancellation)));
        return command;
    }

    private static Command List()
    {
        var options = new SettingOptions();
        var command = new Command("list", "Shows what is installed and what is in force.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, tool => tool.ListAsync(cancellation)));
        return command;
    }

    private static Command Explain()
    {
        var options = new SettingOptions();
        var plugin = new Argument<string>("id") { Description = "Id of the plugin." };
        var command = new Command("explain", "Shows the generations of a plugin, their state, and where each of their assemblies comes from.") { plugin };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, tool => tool.ExplainAsync(parsed.GetRequiredValue(plugin), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(SettingOptions options, ParseResult parsed, Func<PluginTool, Task<int>> run) =>
        await CommandConfiguration.LoadAsync(options.Sources(parsed), Console.Error) is { } configuration ? await run(new PluginTool(configuration, Console.Out)) : ExitCodes.Findings;
}
