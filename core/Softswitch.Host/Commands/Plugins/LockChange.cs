using Softswitch.Dialplan.Steps;
using Softswitch.Plugins;
using Softswitch.Plugins.Packages;

namespace Softswitch.Host.Commands.Plugins;

/// <summary>From what is locked to what somebody asks for.</summary>
internal static class LockChange
{
    /// <summary>The lines of the next lock; problems where what is asked for is not there.</summary>
    public static IReadOnlyList<LockedPlugin> Make(
        IReadOnlyList<LockedPlugin> before, IReadOnlyList<LockedPlugin> installed, IReadOnlyList<string> asked, string? reseller, string? change, bool isBeside, List<PluginProblem> problems)
    {
        var next = before.ToList();
        if (asked.Count == 0 && change is null)
        {
            foreach (var newest in installed.GroupBy(plugin => plugin.Id).Select(group => group.MaxBy(plugin => plugin.Version)!)) Put(next, newest, reseller, isBeside);
            return next;
        }

        foreach (var text in asked)
        {
            var (id, version) = text.Split('@') is [var name, var number] ? (name, number) : (text, null);
            if (change is null) Bring(next, installed, id, version, reseller, isBeside, problems);
            else Change(next, id, version, change, problems);
        }

        return next;
    }

    private static void Bring(List<LockedPlugin> next, IReadOnlyList<LockedPlugin> installed, string id, string? version, string? reseller, bool isBeside, List<PluginProblem> problems)
    {
        var wanted = version is null ? null : SemanticVersion.TryParse(version, out var read) ? read : null;
        if (version is not null && wanted is null)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"'{version}' is no version; expected {id}@MAJOR.MINOR.PATCH"));
            return;
        }

        // Of one version that was installed with several contents the one that is locked stays, else the newest folder would be a guess.
        var found = installed.Where(plugin => plugin.Id == id && (wanted is null || plugin.Version == wanted)).ToList();
        var newest = found.MaxBy(plugin => plugin.Version);
        var same = found.Where(plugin => plugin.Version == newest?.Version).ToList();
        if (same.Count > 1)
            problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"{id} {newest!.Version} is installed with {same.Count} contents ({string.Join(", ", same.Select(plugin => plugin.Folder))}): delete the folders that are not wanted, or give the new one a version of its own"));
        else if (newest is null)
            problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"{id}{(version is null ? "" : " " + version)} is not installed{(installed.Any(plugin => plugin.Id == id) ? $"; there is {string.Join(", ", installed.Where(plugin => plugin.Id == id).Select(plugin => plugin.Version))}" : "")}"));
        else Put(next, newest, reseller, isBeside);
    }

    private static void Put(List<LockedPlugin> next, LockedPlugin plugin, string? reseller, bool isBeside)
    {
        var owner = reseller ?? next.FirstOrDefault(other => other.Id == plugin.Id)?.Reseller;
        next.RemoveAll(other => other.Id == plugin.Id && other.Reseller == owner && (!isBeside || other.Version == plugin.Version));
        next.Add(plugin with { Reseller = owner });
    }

    private static void Change(List<LockedPlugin> next, string id, string? version, string change, List<PluginProblem> problems)
    {
        var found = next.Where(plugin => plugin.Id == id && (version is null || plugin.Version.ToString() == version)).ToList();
        if (found.Count == 0) problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"{id}{(version is null ? "" : " " + version)} is not in {PluginLock.FileName}"));
        foreach (var plugin in found)
        {
            next.Remove(plugin);
            if (change != "remove") next.Add(plugin with { IsDisabled = change == "disable" });
        }
    }
}
