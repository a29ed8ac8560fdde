using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Softswitch.Integration.Tests.Processes;

/// <summary>A program that a test runs: its output is kept, and it does not outlive the test.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything printed so far, to standard output and standard error.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? folder = null, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        var child = new ChildProcess(start);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end; fails where it prints an exit status other than 0.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan within)
    {
        await using var child = Start(program, arguments);
        await child.WaitForExitAsync(within);
        return child.ExitCode == 0 ? child.Output : throw new InvalidOperationException($"{program} ended with {child.ExitCode}:\n{child.Output}");
    }

    /// <summary>Waits until the output holds <paramref name="text"/>; fails when the program ends or the time is over before.</summary>
    public async Task WaitForOutputAsync(string text, TimeSpan within)
    {
        await Eventually.TrueAsync(
            () => Output.Contains(text, StringComparison.Ordinal) || HasExited,
            () => $"'{text}' was not printed, but:\n{Output}",
            within);
        if (!Output.Contains(text, StringComparison.Ordinal)) throw new InvalidOperationException($"ended with {ExitCode} before it printed '{text}':\n{Output}");
    }

    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} did not end within {within.TotalSeconds:0.#} s:\n{Output}", e);
        }

        return ExitCode;
    }

    /// <summary>Asks it to end (SIGTERM), and waits.</summary>
    public Task<int> TerminateAsync(TimeSpan within)
    {
        Signal(Terminate);
        return WaitForExitAsync(within);
    }

    /// <summary>What kill -9 does: the program gets no chance to tidy up.</summary>
    public Task<int> KillAsync()
    {
        Signal(KillAtOnce);
        return WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    public Task SendLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            try
            {
                await TerminateAsync(TimeSpan.FromSeconds(5));
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_output) _output.AppendLine(line.Data);
    }

    private void Signal(int number)
    {
        if (!HasExited) _ = SystemKill(Id, number);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SystemKill(int process, int signal);
}
