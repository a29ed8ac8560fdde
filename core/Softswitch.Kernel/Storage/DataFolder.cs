namespace Softswitch.Kernel.Storage;

/// <summary>
/// The folder that holds everything one switch keeps on disk: the private PostgreSQL cluster and the journal. It is
/// locked while the switch runs, so that two switches never work on one folder; the lock goes with the process.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // PostgreSQL runs as a user of its own when we are root: it must be able to pass through, not to look around.
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;

    private DataFolder(string root, FileStream fileLock)
    {
        Root = root;
        _lock = fileLock;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The private PostgreSQL cluster; also holds its socket.</summary>
    public string Cluster => Path.Combine(Root, "postgres");

    /// <summary>What PostgreSQL itself logs.</summary>
    public string ClusterLog => Path.Combine(Root, "postgres.log");

    /// <summary>Call records on their way to the database.</summary>
    public string Journal => Path.Combine(Root, "journal");

    /// <summary>Creates the folder when it is missing and locks it.</summary>
    /// <exception cref="StorageException">It cannot be created or written, or another switch works in it.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            if (!Directory.Exists(root)) Create(root, Environment.IsPrivilegedProcess ? Passable : Private);
            Create(Path.Combine(root, "journal"), Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {root} cannot be created ({e.Message}): create it for this user or set data to another folder.", e);
        }

        try
        {
            // FileShare.None takes an advisory lock (flock), which the kernel releases however the process ends.
            return new DataFolder(root, new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException($"The data folder {root} cannot be written by this user: change its owner or set data to another folder.", e);
        }
        catch (IOException e)
        {
            throw new StorageException($"The data folder {root} is in use by another softswitch: stop that one or set data to another folder.", e);
        }
    }

    // Whatever the process's umask is.
    private static void Create(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => _lock.Dispose();
}
