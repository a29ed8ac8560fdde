using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Runtimes;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>
/// The process of a plugin that has one of its own: loads it and does what the switch says on its standard input. It ends with that, whatever the plugin does.
/// </summary>
public static partial class PluginHostProcess
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int CoreLimit = 4;

    /// <summary>Runs until the switch closes the standard input; never returns then.</summary>
    /// <param name="folder">Folder of the unpacked plugin, which the switch has inspected.</param>
    /// <param name="name">Name of the generation.</param>
    /// <returns>1 where the plugin cannot be loaded.</returns>
    public static int Run(string folder, string name)
    {
        // A plugin that overflows the stack leaves no dump behind.
        Span<long> none = [0, 0];
        _ = SetLimit(CoreLimit, ref MemoryMarshal.GetReference(none));
        var (input, output) = TakeStreams();
        var connection = new ChildConnection(output);
        if (Load(folder, name, connection) is not { } runtime) return 1;
        var runs = new ChildRuns(connection, runtime);
        connection.Send(new WireWriter(WireKind.Ready, 0));
        try
        {
            while (WireFrames.Read(input) is { } frame) runs.Take(new WireReader(frame));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The switch is gone.
        }

        // Not an orderly end, which code of the plugin could put off.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        return 0;
    }

    private static InProcessRuntime? Load(string folder, string name, ChildConnection connection)
    {
        var problems = new List<PluginProblem>();
        try
        {
            if (PluginFolder.Open(folder, needsHashes: false, new PackageLimits(), problems) is { } plugin)
            {
                var loaded = LoadedModule.Load(plugin, name, isCollectible: false, new ResolutionLog());
                loaded.Warm();
                return new InProcessRuntime(loaded);
            }
        }
        catch (PluginLoadException e)
        {
            problems.Add(new PluginProblem(e.Code, e.Message));
        }

        connection.Send(new WireWriter(WireKind.Refused, 0).Text(problems[0].Code).Text(problems[0].Text));
        return null;
    }

    /// <summary>Takes the two pipes to the switch away from where a plugin, or a library of its, would write to them by accident.</summary>
    private static (Stream Input, Stream Output) TakeStreams()
    {
        var input = Duplicate(StandardInput);
        var output = Duplicate(StandardOutput);
        using (var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read)) _ = Replace((int)nothing.DangerousGetHandle(), StandardInput);
        _ = Replace(StandardError, StandardOutput);
        return (new BufferedStream(new FileStream(new SafeFileHandle(input, ownsHandle: true), FileAccess.Read, bufferSize: 0), 65_536),
            new FileStream(new SafeFileHandle(output, ownsHandle: true), FileAccess.Write, bufferSize: 0));
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Replace(int descriptor, int replaced);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ref long limits);
}
