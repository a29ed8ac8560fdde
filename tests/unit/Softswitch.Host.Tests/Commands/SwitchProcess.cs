using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Softswitch.Host.Tests.Commands;

/// <summary>The real executable as a process of its own, in a folder of its own, on free ports of the loopback address.</summary>
internal sealed partial class SwitchProcess : IAsyncDisposable
{
    private const int Hangup = 1;
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public SwitchProcess(string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SOFTSWITCH_LISTEN"] = "udp 127.0.0.1:0, tcp 127.0.0.1:0", ["SOFTSWITCH_HTTP"] = "127.0.0.1:0" },
        };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "softswitch.dll"), .. arguments];
        foreach (var argument in all) info.ArgumentList.Add(argument);
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Where HTTP listens, once the banner is there.</summary>
    public Uri Http => new(HttpAddress().Match(Output).Groups["address"].Value);

    /// <summary>Where UDP is listened for, once the banner is there.</summary>
    public IPEndPoint Udp => IPEndPoint.Parse(UdpAddress().Match(Output).Groups["address"].Value);

    public Task UntilReadyAsync() => UntilAsync(() => Output.Contains("Stop  ", StringComparison.Ordinal));

    public Task UntilLoggedAsync(string text) => UntilAsync(() => Output.Contains(text, StringComparison.Ordinal));

    /// <summary>A phone of the account acme.</summary>
    public RawPhone Phone(string extension) => new(Udp, extension);

    public void SendHangup() => _ = SendSignal(_process.Id, Hangup);

    public void SendTerminate() => _ = SendSignal(_process.Id, Terminate);

    public void Kill() => _process.Kill();

    public async Task<int> StopAsync()
    {
        SendTerminate();
        return await WaitAsync();
    }

    public async Task<int> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await StopAsync();
        _process.Dispose();
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(_process.HasExited, $"It ended: {Output}{Errors}");
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"It did not happen in time: {Output}{Errors}");
            await Task.Delay(10);
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    [GeneratedRegex(@"HTTP\s+(?<address>http://\S+)/health", RegexOptions.ExplicitCapture)]
    private static partial Regex HttpAddress();

    [GeneratedRegex(@"udp (?<address>[0-9.:]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex UdpAddress();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
