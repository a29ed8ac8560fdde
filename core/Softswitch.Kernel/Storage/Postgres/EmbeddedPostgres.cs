using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// A private PostgreSQL server of the installed binaries in the data folder: reached by a Unix socket only, never run as
/// root, made on the first start, taken over when it still runs (we were killed), started again when it dies, and
/// stopped when we stop.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private const long LongestLog = 8 << 20;

    private const int Interrupt = 2;
    private const int Quit = 3;

    private readonly PostgresCluster _cluster;
    private readonly PostgresBinaries _binaries;
    private readonly PostgresUser _user;
    private readonly string _log;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _process;
    private Task _watch = Task.CompletedTask;

    private EmbeddedPostgres(DataFolder data, string installed, TimeProvider clock, ILogger logger)
    {
        _binaries = PostgresBinaries.For(installed, data.Cluster);
        _user = PostgresUser.Choose();
        _cluster = new PostgresCluster(data.Cluster, _binaries, _user);
        _log = data.ClusterLog;
        _clock = clock;
        _logger = logger;
        ConnectionString = $"Host={data.Cluster};Username={PostgresCluster.Role};Database={PostgresCluster.Role}";
    }

    /// <summary>How to reach the server.</summary>
    public string ConnectionString { get; }

    /// <summary>The server's process id.</summary>
    public int ProcessId { get; private set; }

    /// <summary>How often the server had to be started again because it died.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts the server of <paramref name="data"/>, or takes over the one that runs; completes when it takes connections.</summary>
    /// <param name="data">The folder, which this process has locked.</param>
    /// <param name="clock">Time for waiting.</param>
    /// <param name="logger">For the server's comings and goings.</param>
    /// <param name="installed">The folder with one folder per installed version; Debian's by default.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="StorageException">It cannot be made or started; says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        DataFolder data, TimeProvider clock, ILogger logger, string installed = PostgresBinaries.DebianFolder, CancellationToken cancellation = default)
    {
        var server = new EmbeddedPostgres(data, installed, clock, logger);
        try
        {
            if (!Directory.Exists(data.Cluster)) logger.LogInformation("Creating a private PostgreSQL database in {Folder}, once", data.Cluster);
            await server._cluster.EnsureAsync(cancellation);
            await server.StartServerAsync(cancellation);
        }
        catch
        {
            await server.StopAsync();
            throw;
        }

        AppDomain.CurrentDomain.ProcessExit += server.OnProcessExit;
        server._watch = server.WatchAsync();
        return server;
    }

    /// <summary>Stops the server: open transactions are rolled back, everything committed is on the disk.</summary>
    public async Task StopAsync()
    {
        await AbandonAsync();
        if (ProcessId == 0) return;
        if (!await EndAsync(Interrupt))
        {
            _logger.LogWarning("The database does not stop: ending it at once, it will recover on the next start");
            await EndAsync(Quit);
        }

        ProcessId = 0;
        _process?.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    /// <summary>Lets go of the server without stopping it, as when the switch is killed.</summary>
    internal async Task AbandonAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        await _stopping.CancelAsync();
        await _watch;
    }

    private async Task StartServerAsync(CancellationToken cancellation)
    {
        if (_cluster.RunningServer() is { } running)
        {
            _logger.LogInformation("Taking over the database server that still runs, process {Process}", running);
            ProcessId = running;
            while (!_cluster.IsReady(running) && IsAlive()) await Task.Delay(PollInterval, _clock, cancellation);
            if (IsAlive()) return;
        }

        var begun = _clock.GetTimestamp();
        while (await TryLaunchAsync(cancellation) is { } failure)
        {
            // Processes of a server that was killed take a moment to notice it and let go of its memory.
            var leftover = failure.Contains("pre-existing shared memory", StringComparison.Ordinal) || failure.Contains("lock file", StringComparison.Ordinal);
            if (!leftover || _clock.GetElapsedTime(begun) > LeftoverPatience)
                throw new StorageException(_user.ObstacleTo(_cluster.Folder) ?? $"PostgreSQL does not start: {failure} (see {_log})");
            await Task.Delay(WatchInterval, _clock, cancellation);
        }
    }

    /// <summary>Launches the server and waits until it takes connections; the reason when it ended instead.</summary>
    private async Task<string?> TryLaunchAsync(CancellationToken cancellation)
    {
        _cluster.RemoveStalePidFile();
        if (File.Exists(_log) && new FileInfo(_log).Length > LongestLog) File.Delete(_log);
        var logged = File.Exists(_log) ? new FileInfo(_log).Length : 0;

        // A session of its own keeps the terminal's Ctrl+C away from it: we stop it when our own work is done. Each
        // program becomes the next one, so the process id stays.
        string[] shell = ["/bin/sh", "-c", "umask 077; exec \"$@\" >>\"$0\" 2>&1 </dev/null", _log, "/usr/bin/setsid"];
        _process?.Dispose();
        _process = Process.Start(PostgresUser.StartInfo([.. shell, .. _user.CommandLine(_binaries.Server, "-D", _cluster.Folder)], redirect: false))!;
        ProcessId = _process.Id;
        while (!_process.HasExited)
        {
            if (_cluster.IsReady(ProcessId)) return null;
            await Task.Delay(PollInterval, _clock, cancellation);
        }

        ProcessId = 0;
        await using var log = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Min(logged, log.Length);
        using var reader = new StreamReader(log);
        return PostgresCluster.FatalLine(await reader.ReadToEndAsync(cancellation)) ?? $"exit code {_process.ExitCode}";
    }

    private async Task WatchAsync()
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (IsAlive()) await Task.Delay(WatchInterval, _clock, stopping);
                _logger.LogError("The database server has ended: starting it again (see {Log})", _log);
                await StartServerAsync(stopping);
                Restarts++;
                _logger.LogInformation("The database server is back, process {Process}", ProcessId);
            }
            catch (OperationCanceledException)
            {
            }
            catch (StorageException e)
            {
                _logger.LogError("{Reason}", e.Message);
                await Task.Delay(LeftoverPatience, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsAlive() => _process is { } own && own.Id == ProcessId ? !own.HasExited : ProcessId != 0 && _cluster.IsServer(ProcessId);

    private async Task<bool> EndAsync(int signal)
    {
        _ = SendSignal(ProcessId, signal);
        var begun = _clock.GetTimestamp();
        while (IsAlive())
        {
            if (_clock.GetElapsedTime(begun) > StopPatience) return false;
            await Task.Delay(PollInterval, _clock);
        }

        return true;
    }

    // The process ends without a graceful stop: the server is told, nobody waits.
    private void OnProcessExit(object? sender, EventArgs arguments)
    {
        if (ProcessId != 0 && IsAlive()) _ = SendSignal(ProcessId, Interrupt);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
