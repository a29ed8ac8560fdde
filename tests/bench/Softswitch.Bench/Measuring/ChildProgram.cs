using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Softswitch.Bench.Measuring;

/// <summary>A program that is measured: started in the foreground, its output kept, ended by its process id.</summary>
internal sealed partial class ChildProgram : IDisposable
{
    private const int Terminate = 15;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public ChildProgram(string program, params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Waits until the program is ready, as <paramref name="isReady"/> sees it.</summary>
    /// <exception cref="BenchException">It ended, or was not ready in time; the message holds what it printed.</exception>
    public void WaitUntil(Func<bool> isReady, TimeSpan within)
    {
        var waited = Stopwatch.StartNew();
        while (!isReady())
        {
            if (HasExited || waited.Elapsed > within) throw new BenchException($"{_process.StartInfo.FileName} is not ready:\n{Output}");
            Thread.Sleep(50);
        }
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <exception cref="BenchException">It failed or did not end in time; the message holds what it printed.</exception>
    public void WaitForSuccess(TimeSpan within)
    {
        if (!_process.WaitForExit(within) || _process.ExitCode != 0) throw new BenchException($"{_process.StartInfo.FileName} failed:\n{Output}");
    }

    /// <summary>Ends the program at once, as a crash does; what it has started goes on.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited && SystemKill(Id, Terminate) == 0 && !_process.WaitForExit(10_000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_output) _output.AppendLine(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SystemKill(int process, int signal);
}
