using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Packages;

/// <summary>
/// The folder of installed plugins, <c>plugins/ID/VERSION-HASH8/</c> in the data folder. What is in it is never changed: the same version with another content has another folder, for a context
/// that is still loaded would otherwise answer for the new file with the old code.
/// </summary>
/// <param name="folder">The folder of all plugins.</param>
/// <param name="limits">How large packages may be.</param>
/// <param name="inBox">Folder of the plugins that the product comes with, one folder for each; null for none.</param>
public sealed class PluginStore(string folder, PackageLimits? limits = null, string? inBox = null)
{
    private const string Incoming = ".incoming";
    private static int _incoming;
    private readonly PackageLimits _limits = limits ?? new PackageLimits();

    /// <summary>The folder of all plugins, as a full path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Checks a package, or a folder that a build has made, without installing it.</summary>
    /// <param name="source">A file or a folder.</param>
    /// <param name="signatures">Which packages are trusted.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="inspect">Looks at the unpacked plugin while it is there.</param>
    public bool Verify(string source, SignaturePolicy signatures, List<PluginProblem> problems, Action<PluginFolder> inspect)
    {
        var before = problems.Count;
        Use(source, signatures, problems, plugin =>
        {
            inspect(plugin);
            return plugin;
        });
        return problems.Count == before;
    }

    /// <summary>Checks a package, or a folder that a build has made, and puts it into its folder. Nothing is in force by that.</summary>
    /// <returns>The plugin in its place; null where there is a problem.</returns>
    public PluginFolder? Install(string source, SignaturePolicy signatures, List<PluginProblem> problems, Action<PluginFolder> inspect)
    {
        var before = problems.Count;
        return Use(source, signatures, problems, plugin =>
        {
            inspect(plugin);
            return problems.Count == before ? Place(plugin, problems) : null;
        });
    }

    /// <summary>All that is installed, in the order of ids and versions. What cannot be read is left out.</summary>
    public IReadOnlyList<LockedPlugin> Installed()
    {
        if (!Directory.Exists(Folder)) return [];
        var all = new List<LockedPlugin>();
        foreach (var plugin in Directory.EnumerateDirectories(Folder))
        {
            if (!PluginNames.IsId(Path.GetFileName(plugin))) continue;
            foreach (var version in Directory.EnumerateDirectories(plugin))
            {
                if (Open(version, []) is { } found && IsPlaceOf(version, found)) all.Add(LockedPlugin.Of(found));
            }
        }

        return [.. all.OrderBy(plugin => plugin.Id, StringComparer.Ordinal).ThenBy(plugin => plugin.Version)];
    }

    /// <summary>The plugins that the product comes with, in the order of their folders.</summary>
    public IReadOnlyList<PluginFolder> InBox(List<PluginProblem> problems)
    {
        if (inBox is null || !Directory.Exists(inBox)) return [];
        return [.. Directory.EnumerateDirectories(inBox).Order(StringComparer.Ordinal).Select(place => PluginFolder.Open(place, needsHashes: false, _limits, problems)).OfType<PluginFolder>()];
    }

    /// <summary>Whether there is a folder of what a line of the lock names.</summary>
    public bool Has(LockedPlugin locked) => Directory.Exists(Path.Combine(Folder, locked.Folder));

    /// <summary>Opens what is installed, or what the product comes with; null, and a problem, where it is not there, damaged, or another than the one asked for.</summary>
    public PluginFolder? Find(LockedPlugin locked, List<PluginProblem> problems)
    {
        var place = Path.Combine(Folder, locked.Folder);
        if (!Has(locked))
        {
            if (InBox([]).FirstOrDefault(locked.IsContentOf) is { } shipped) return shipped;
            problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"{PluginLock.FileName} names {locked.Id} {locked.Version}, and there is no {place}: install the package again"));
            return null;
        }

        if (Open(place, problems) is not { } plugin) return null;
        if (locked.IsContentOf(plugin)) return plugin;
        problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"{place} is not the {locked.Id} {locked.Version} that {PluginLock.FileName} names: install the package again"));
        return null;
    }

    private PluginFolder? Open(string place, List<PluginProblem> problems) => PluginFolder.Open(place, needsHashes: true, _limits, problems);

    private static bool IsPlaceOf(string place, PluginFolder plugin) =>
        Path.GetFileName(place) == $"{plugin.Manifest.Version}-{plugin.Hashes.Content[..8]}" && Path.GetFileName(Path.GetDirectoryName(place)) == plugin.Manifest.Id;

    /// <summary>Has a plugin used in a folder of its own, beside those of all, so that it can be moved into its place in one go.</summary>
    private PluginFolder? Use(string source, SignaturePolicy signatures, List<PluginProblem> problems, Func<PluginFolder, PluginFolder?> use)
    {
        var before = problems.Count;
        var incoming = "";
        try
        {
            incoming = Path.Combine(Folder, Incoming, $"{Environment.ProcessId}-{Interlocked.Increment(ref _incoming)}");
            if (Directory.Exists(incoming)) Directory.Delete(incoming, recursive: true);
            Directory.CreateDirectory(incoming);
            var isFolder = Directory.Exists(source);
            if (isFolder) CopyFolder(source, incoming, problems);
            else
            {
                using var package = File.OpenRead(source);
                PackageUnpacker.Unpack(package, incoming, _limits, problems);
            }

            if (problems.Count > before || PluginFolder.Open(incoming, needsHashes: !isFolder, _limits, problems) is not { } plugin) return null;
            signatures.Check(plugin.Manifest.Id, incoming, problems);
            return problems.Count == before ? use(plugin) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.Unreadable, $"{source} cannot be installed: {e.Message}"));
            return null;
        }
        finally
        {
            if (Directory.Exists(incoming)) Directory.Delete(incoming, recursive: true);
        }
    }

    private PluginFolder? Place(PluginFolder plugin, List<PluginProblem> problems)
    {
        var place = Path.Combine(Folder, LockedPlugin.Of(plugin).Folder);
        if (!Directory.Exists(place))
        {
            if (!File.Exists(Path.Combine(plugin.Root, HashList.FileName))) File.WriteAllBytes(Path.Combine(plugin.Root, HashList.FileName), plugin.Hashes.ToJson());
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            Directory.Move(plugin.Root, place);
        }

        return Open(place, problems);
    }

    /// <summary>What a build has made, without what it keeps for itself.</summary>
    private void CopyFolder(string source, string target, List<PluginProblem> problems)
    {
        if (PluginFolder.Open(source, needsHashes: false, _limits, problems) is not { } plugin) return;
        foreach (var file in plugin.Hashes.Files.Keys.Append(HashList.FileName).Append(HashList.SignatureName))
        {
            var from = Path.Combine(plugin.Root, file);
            if (!File.Exists(from)) continue;
            var to = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }
    }
}
