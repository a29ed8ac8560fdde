using System.CommandLine;
using Softswitch.Plugins.Isolation.Child;

namespace Softswitch.Host.Commands.Plugins;

/// <summary><c>softswitch plugin-host</c>: the process of a plugin that has one of its own. The switch starts it; nobody else does.</summary>
internal static class PluginHostCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder");
        var name = new Argument<string>("name");
        var command = new Command("plugin-host", "Runs a plugin for the switch, on standard input and output.") { folder, name };
        command.Hidden = true;
        command.SetAction(parsed => PluginHostProcess.Run(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(name)));
        return command;
    }
}
