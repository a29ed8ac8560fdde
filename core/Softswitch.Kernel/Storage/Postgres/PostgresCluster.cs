using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Softswitch.Kernel.Storage;

/// <summary>The files of a private cluster: made once, its settings written anew before each start.</summary>
internal sealed partial class PostgresCluster(string folder, PostgresBinaries binaries, PostgresUser user)
{
    /// <summary>The role that owns everything.</summary>
    public const string Role = "softswitch";

    // sockaddr_un holds 108 bytes, the last of them 0.
    private const int LongestSocketPath = 107;
    private const string SocketFile = ".s.PGSQL.5432";

    public string Folder => folder;

    private string PidFile => Path.Combine(folder, "postmaster.pid");

    /// <summary>Makes the cluster if there is none. Interrupted half way it leaves nothing that is taken for a cluster.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (Encoding.UTF8.GetByteCount(Path.Combine(folder, SocketFile)) is var length && length > LongestSocketPath)
        {
            throw new StorageException(
                $"The data folder's path is {length - LongestSocketPath} bytes too long for PostgreSQL's socket ({folder}/{SocketFile}): set data to a folder with a shorter path.");
        }

        if (!Directory.Exists(folder)) await CreateAsync(cancellation);
        await WriteSettingsAsync(cancellation);
    }

    /// <summary>The process id of the server that runs on this cluster now, or null.</summary>
    public int? RunningServer()
    {
        if (ReadPidFile() is not [var first, ..] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)) return null;
        return IsServer(processId) ? processId : null;
    }

    /// <summary>Whether the server with this process id takes connections.</summary>
    public bool IsReady(int processId) =>
        ReadPidFile() is { Length: >= 8 } lines
        && lines[0] == processId.ToString(CultureInfo.InvariantCulture)
        && lines[7].StartsWith("ready", StringComparison.Ordinal);

    /// <summary>Whether the process lives and works in this cluster; a server always stands in its data folder.</summary>
    public bool IsServer(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget is { } standsIn && standsIn == RealPath(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Removes the id of a server that is gone when another program has that id now (after a reboot): PostgreSQL would
    /// take it for a running server. While the id is free it stays, for it helps PostgreSQL to find leftovers.
    /// </summary>
    public void RemoveStalePidFile()
    {
        if (ReadPidFile() is [var first, ..] && Directory.Exists("/proc/" + first) && RunningServer() is null) File.Delete(PidFile);
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var unfinished = folder + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await user.CreateFolderAsync(unfinished, cancellation);
        var (exitCode, output) = await PostgresUser.RunAsync(
            user.CommandLine(binaries.InitDb, "-D", unfinished, "-U", Role, "-E", "UTF8", "--locale=C", "--auth=peer", "--no-instructions"),
            cancellation);
        if (exitCode != 0)
        {
            var reason = output.Split('\n').FirstOrDefault(line => line.Contains("error:", StringComparison.Ordinal)) ?? "exit code " + exitCode;
            throw new StorageException(user.ObstacleTo(unfinished) ?? $"PostgreSQL could not create its database in {folder}: {reason.Trim()}");
        }

        Directory.Move(unfinished, folder);
    }

    private async Task WriteSettingsAsync(CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "postgresql.conf"), PostgresSettings.Server(folder), cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "pg_hba.conf"), PostgresSettings.Access, cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "pg_ident.conf"), PostgresSettings.Identities(user.Name, Role), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database's settings cannot be written ({e.Message}): run as the user that created the data folder.", e);
        }
    }

    private string[]? ReadPidFile()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The kernel names a working folder by its real path; ours may go through symbolic links.
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var step = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(step, returnFinalTarget: true)?.FullName ?? step;
        }

        return real;
    }

    /// <summary>The reason in the server's log, without its time stamp; null when it gives none.</summary>
    public static string? FatalLine(string log) => FatalMessage().Match(log) is { Success: true } match ? match.Groups["message"].Value : null;

    [GeneratedRegex(@"(FATAL|PANIC):\s+(?<message>.+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FatalMessage();
}
