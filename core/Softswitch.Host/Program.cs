using Softswitch.Host.Commands;

namespace Softswitch.Host;

/// <summary>Entry of the executable.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => SwitchCommands.Create().Parse(arguments).InvokeAsync();
}
