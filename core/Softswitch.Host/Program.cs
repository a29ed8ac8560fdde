using System.CommandLine;
using Softswitch.Host.Commands;

namespace Softswitch.Host;

/// <summary>Entry of the executable.</summary>
internal static class Program
{
    // The library would end the process two seconds after a signal, and print traces; a graceful stop takes the time it takes.
    private static readonly InvocationConfiguration Invocation = new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };

    private static Task<int> Main(string[] arguments) => SwitchCommands.Create().Parse(arguments).InvokeAsync(Invocation);
}
