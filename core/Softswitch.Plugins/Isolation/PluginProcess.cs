using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Plugins.Loading;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation;

/// <summary>
/// One process of a plugin, from its start to its end. Two threads move frames; nobody else ever waits for the process. It is killed when it takes too much memory, says what it must not, or does not let go of
/// a run in time; those under way in it fail then, and nothing else.
/// </summary>
internal sealed class PluginProcess : IDisposable
{
    private const int MostWaitingFrames = 10_000;
    private const int LongestComplaint = 4096;

    // What a process needs besides the plugin's heap.
    private const long Overhead = 64L << 20;
    private static readonly string[] KeptVariables = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly Process _process;
    private readonly PluginProcessOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly BlockingCollection<byte[]> _outgoing = new(MostWaitingFrames);
    private readonly ConcurrentDictionary<long, RemoteRun> _runs = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogAllowance _allowance;
    private readonly ITimer _memoryTimer;
    private string _complaint = "";
    private string? _verdict;
    private long _number;

    private PluginProcess(Process process, string name, PluginProcessOptions options, TimeProvider clock, ILogger logger)
    {
        _process = process;
        Name = name;
        _options = options;
        _clock = clock;
        _logger = logger;
        _allowance = new LogAllowance(clock);
        StartedAt = clock.GetTimestamp();
        _memoryTimer = clock.CreateTimer(static state => ((PluginProcess)state!).LookAtMemory(), this, options.MemoryEvery, options.MemoryEvery);
        new Thread(Read) { IsBackground = true, Name = "plugin-read" }.Start();
        new Thread(Write) { IsBackground = true, Name = "plugin-write" }.Start();
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Name of the generation.</summary>
    public string Name { get; }

    /// <summary>When it was started.</summary>
    public long StartedAt { get; }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether nothing is under way in it.</summary>
    public bool IsIdle => _runs.IsEmpty;

    /// <summary>Whether new runs are taken.</summary>
    public bool IsGood => _verdict is null && !_ended.Task.IsCompleted;

    /// <summary>Completes when the plugin is loaded.</summary>
    /// <exception cref="PluginLoadException">It could not be.</exception>
    public Task Ready => _ready.Task;

    /// <summary>Completes when it has ended, with the reason.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Starts one.</summary>
    /// <exception cref="PluginLoadException">The program cannot be started.</exception>
    public static PluginProcess Start(string folder, string name, PluginProcessOptions options, TimeProvider clock, ILogger logger)
    {
        var info = new ProcessStartInfo(options.Command[0], [.. options.Command.Skip(1), folder, name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };

        // Whatever the switch was started with (a database's password) is none of a plugin's business.
        foreach (var variable in info.Environment.Keys.Except(KeptVariables).ToList()) info.Environment.Remove(variable);
        info.Environment["DOTNET_GCHeapHardLimit"] = options.Memory.ToString("x", CultureInfo.InvariantCulture);
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_gcConcurrent"] = "0";
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        try
        {
            return new PluginProcess(Process.Start(info)!, name, options, clock, logger);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new PluginLoadException(PluginProblemCodes.Start, $"{name} cannot be given a process of its own ({options.Command[0]}): {e.Message}");
        }
    }

    /// <summary>Has something run in it.</summary>
    /// <param name="kind">What.</param>
    /// <param name="call">The call it is for, or null.</param>
    /// <param name="services">The services of its account.</param>
    /// <param name="write">Writes the arguments.</param>
    /// <param name="cancellation">Cancels it; where it does not end soon after, the process is killed.</param>
    /// <exception cref="PluginProcessException">It threw, or the process ended.</exception>
    public async ValueTask<WireReader> RunAsync(WireKind kind, ICall? call, IServiceProvider services, Action<WireWriter> write, CancellationToken cancellation)
    {
        var run = new RemoteRun(this, Interlocked.Increment(ref _number), call, services);
        var message = new WireWriter(kind, run.Number);
        write(message);
        _runs[run.Number] = run;
        if (_ended.Task.IsCompleted) run.Fail(await _ended.Task);
        Send(message);
        ITimer? patience = null;
        await using var cancel = cancellation.UnsafeRegister(
            _ =>
            {
                Send(new WireWriter(WireKind.Cancel, run.Number));
                patience = _clock.CreateTimer(_ => LoseConscience(run), null, _options.CancelGrace, Timeout.InfiniteTimeSpan);
            },
            null);
        try
        {
            return await run.ServeAsync();
        }
        finally
        {
            if (patience is not null) await patience.DisposeAsync();
        }
    }

    /// <summary>Says something.</summary>
    public void Send(WireWriter message)
    {
        try
        {
            if (!_outgoing.TryAdd(message.ToFrame())) Kill("it does not take in what it is told");
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            // It has ended, which those who wait for it are told.
        }
    }

    /// <summary>A run is over.</summary>
    public void Forget(RemoteRun run) => _runs.TryRemove(run.Number, out _);

    /// <summary>It is killed at once; those under way in it fail.</summary>
    public void Kill(string reason)
    {
        Interlocked.CompareExchange(ref _verdict, reason, null);
        try
        {
            if (!_process.HasExited) _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It was quicker.
        }
    }

    /// <summary>No further run is given to it; it is killed when those under way are done, or at once where it does not let go of them.</summary>
    public void Condemn(string reason)
    {
        if (Interlocked.CompareExchange(ref _verdict, reason, null) is null) _ = EndWhenIdleAsync(reason);
    }

    /// <summary>Ends it in order: it ends by itself when there is nobody to listen to.</summary>
    public async Task StopAsync()
    {
        Interlocked.CompareExchange(ref _verdict, "it was stopped", null);
        _outgoing.CompleteAdding();
        if (await Task.WhenAny(_ended.Task, Task.Delay(_options.CancelGrace, _clock)) != _ended.Task) Kill("it does not stop");
        await _ended.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill("it was stopped");
        _memoryTimer.Dispose();
        _process.Dispose();
        _outgoing.Dispose();
    }

    private async Task EndWhenIdleAsync(string reason)
    {
        var begun = _clock.GetTimestamp();
        while (!IsIdle && _clock.GetElapsedTime(begun) < _options.CancelGrace) await Task.Delay(TimeSpan.FromMilliseconds(20), _clock);
        Kill(reason);
    }

    private void LoseConscience(RemoteRun run)
    {
        if (_runs.ContainsKey(run.Number)) Kill($"a run went on for {_options.CancelGrace.TotalSeconds:0.#} s after it was cancelled");
    }

    private void Read()
    {
        try
        {
            using var stream = new BufferedStream(_process.StandardOutput.BaseStream, 65_536);
            while (WireFrames.Read(stream) is { } frame) Take(new WireReader(frame));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException or InvalidOperationException)
        {
            Kill($"it does not keep to the protocol: {e.Message}");
        }

        OnEnded();
    }

    private void Take(WireReader message)
    {
        switch (message.Kind)
        {
            case WireKind.Ready:
                _ready.TrySetResult();
                break;
            case WireKind.Refused:
                _ready.TrySetException(new PluginLoadException(message.Text(), message.Text()));
                break;
            case WireKind.Log:
                if (_allowance.TryTake()) _logger.Log(message.Word<LogLevel>(), "{Plugin}: {Text}", Name, message.Text());
                break;
            default:
                // What comes late, for a run that is over, was on its way already.
                if (_runs.TryGetValue(message.Run, out var run) && !run.Take(message)) Kill("it asks for more than can be done");
                break;
        }
    }

    private void Write()
    {
        try
        {
            var stream = _process.StandardInput.BaseStream;
            foreach (var frame in _outgoing.GetConsumingEnumerable())
            {
                stream.Write(frame);
                if (_outgoing.Count == 0) stream.Flush();
            }

            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended; the other thread sees to that.
        }
    }

    private void OnEnded()
    {
        _memoryTimer.Dispose();
        _process.WaitForExit();
        string complaint;
        lock (_runs) complaint = _complaint;
        var reason = $"the process of {Name} has ended: {_verdict ?? $"exit code {_process.ExitCode}"}{(complaint.Length == 0 ? "" : "; it said: " + complaint.Trim())}";
        _outgoing.CompleteAdding();
        _ended.TrySetResult(reason);
        _ready.TrySetException(new PluginLoadException(PluginProblemCodes.Start, reason));
        _ = _ready.Task.Exception;
        foreach (var run in _runs.Values) run.Fail(reason);
    }

    /// <summary>The first lines of what it wrote to its standard error: what a runtime says before it dies.</summary>
    private void Complain(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_runs)
        {
            if (_complaint.Length < LongestComplaint) _complaint += line.Length <= 200 ? line + "\n" : line[..200] + "…\n";
        }
    }

    private void LookAtMemory()
    {
        try
        {
            // statm: size, resident, shared … in pages.
            var pages = long.Parse(File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
            var bytes = pages * Environment.SystemPageSize;
            if (bytes > _options.Memory + (_options.Memory / 4) + Overhead) Kill($"it has {bytes >> 20} MB of memory; expected at most {_options.Memory >> 20} MB and {Overhead >> 20} for itself");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
