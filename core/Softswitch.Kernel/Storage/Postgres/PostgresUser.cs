using System.Diagnostics;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// The operating system's user that PostgreSQL runs as: the one we are, or, as PostgreSQL refuses root, Debian's own
/// user for it.
/// </summary>
internal sealed class PostgresUser
{
    private const string Debian = "postgres";

    private readonly bool _switches;

    private PostgresUser(string name, bool switches)
    {
        Name = name;
        _switches = switches;
    }

    public string Name { get; }

    /// <exception cref="StorageException">We are root and there is no user postgres.</exception>
    public static PostgresUser Choose()
    {
        if (!Environment.IsPrivilegedProcess) return new PostgresUser(Environment.UserName, switches: false);
        if (File.ReadLines("/etc/passwd").Any(line => line.StartsWith(Debian + ":", StringComparison.Ordinal)))
            return new PostgresUser(Debian, switches: true);
        throw new StorageException("PostgreSQL cannot run as root and there is no user postgres: apt install postgresql, or run as another user.");
    }

    /// <summary>The command line as this user. The process that is started becomes the program itself, so its id is the program's.</summary>
    public IEnumerable<string> CommandLine(params string[] arguments) => _switches
        ? ["/usr/bin/setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", .. arguments]
        : arguments;

    /// <summary>Creates a folder that only this user may enter.</summary>
    public async Task CreateFolderAsync(string path, CancellationToken cancellation)
    {
        string[] owner = _switches ? ["-o", Name, "-g", Name] : [];
        var (exitCode, output) = await RunAsync(["/usr/bin/install", "-d", "-m", "700", .. owner, path], cancellation);
        if (exitCode != 0)
            throw new StorageException($"The folder {path} cannot be created ({output.Trim()}): change the data folder's owner or set data to another folder.");
    }

    /// <summary>What to do when this user cannot get at <paramref name="folder"/>; null when that is not the trouble.</summary>
    public string? ObstacleTo(string folder)
    {
        if (!_switches) return null;
        for (var parent = Path.GetDirectoryName(folder); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            if (!File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
                return $"The user {Name} cannot pass through {parent}: chmod o+x {parent}, or set data to a folder elsewhere, such as /var/lib/softswitch.";
        }

        return null;
    }

    /// <summary>Runs a command to its end; gives its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(command, redirect: true))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>How a command is started: from the root folder, without the PG variables of our own environment.</summary>
    public static ProcessStartInfo StartInfo(IEnumerable<string> command, bool redirect)
    {
        var words = command.ToArray();
        var info = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            info.Environment.Remove(name);
        info.Environment["LC_ALL"] = "C";
        return info;
    }
}
