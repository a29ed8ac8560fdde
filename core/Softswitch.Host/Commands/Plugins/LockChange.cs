using Softswitch.Dialplan.Steps;
using Softswitch.Plugins;
using Softswitch.Plugins.Packages;

namespace Softswitch.Host.Commands.Plugins;

/// <summary>From what is locked to what somebody asks for. What the switch comes with is in force without a line of its own.</summary>
/// <param name="installed">What is installed.</param>
/// <param name="inBox">What the switch comes with.</param>
/// <param name="reseller">The reseller whose accounts it is for; null for all, or for whom it is locked already.</param>
/// <param name="isBeside">Whether the version in force stays beside the new one.</param>
/// <param name="problems">What is asked for and is not there.</param>
internal sealed class LockChange(IReadOnlyList<LockedPlugin> installed, IReadOnlyList<LockedPlugin> inBox, string? reseller, bool isBeside, List<PluginProblem> problems)
{
    /// <summary>The lines of the next lock.</summary>
    /// <param name="before">Those of the last one.</param>
    /// <param name="asked">Ids, each with a version behind an @ or without; none for the newest version of all that is installed.</param>
    /// <param name="change">remove, disable or enable; null brings them into force.</param>
    public IReadOnlyList<LockedPlugin> Make(IReadOnlyList<LockedPlugin> before, IReadOnlyList<string> asked, string? change)
    {
        var next = before.ToList();
        if (asked.Count == 0 && change is null)
        {
            foreach (var newest in installed.GroupBy(plugin => plugin.Id).Select(group => group.MaxBy(plugin => plugin.Version)!)) Put(next, newest);
            return next;
        }

        foreach (var text in asked)
        {
            var (id, version) = text.Split('@') is [var name, var number] ? (name, number) : (text, null);
            if (change is null) Bring(next, id, version);
            else Change(next, id, version, change);
        }

        return next;
    }

    private void Bring(List<LockedPlugin> next, string id, string? version)
    {
        var wanted = version is null ? null : SemanticVersion.TryParse(version, out var read) ? read : null;
        if (version is not null && wanted is null)
        {
            Refuse($"'{version}' is no version; expected {id}@MAJOR.MINOR.PATCH");
            return;
        }

        // Of one version that was installed with several contents the one that is locked stays, else the newest folder would be a guess.
        var all = installed.Concat(inBox).Where(plugin => plugin.Id == id).Distinct().ToList();
        var found = all.Where(plugin => wanted is null || plugin.Version == wanted).ToList();
        var newest = found.MaxBy(plugin => plugin.Version);
        var same = found.Where(plugin => plugin.Version == newest?.Version).ToList();
        if (same.Count > 1)
            Refuse($"{id} {newest!.Version} is installed with {same.Count} contents ({string.Join(", ", same.Select(plugin => plugin.Folder))}): delete the folders that are not wanted, or give the new one a version of its own");
        else if (newest is null)
            Refuse($"{id}{(version is null ? "" : " " + version)} is not installed{(all.Count > 0 ? $"; there is {string.Join(", ", all.Select(plugin => plugin.Version))}" : "")}");
        else Put(next, newest);
    }

    private void Put(List<LockedPlugin> next, LockedPlugin plugin)
    {
        var lines = next.Where(other => other.Id == plugin.Id).ToList();
        var owner = reseller ?? (lines.Exists(other => other.Reseller is null) || inBox.Any(other => other.Id == plugin.Id) ? null : lines.FirstOrDefault()?.Reseller);
        next.RemoveAll(other => other.Id == plugin.Id && other.Reseller == owner && (!isBeside || other.Version == plugin.Version));
        if (owner is null && !isBeside && inBox.Contains(plugin)) return;
        next.Add(plugin with { Reseller = owner });
    }

    private void Change(List<LockedPlugin> next, string id, string? version, string change)
    {
        var found = next.Where(plugin => plugin.Id == id && (version is null || plugin.Version.ToString() == version) && (reseller is null || plugin.Reseller == reseller)).ToList();
        if (found.Count == 0 && reseller is null && inBox.FirstOrDefault(plugin => plugin.Id == id && (version is null || plugin.Version.ToString() == version)) is { } shipped)
        {
            if (change == "disable") next.Add(shipped with { IsDisabled = true });
            else if (change == "remove") Refuse($"{id} comes with the switch: switch it off with --change disable");
            return;
        }

        if (found.Count == 0) Refuse($"{id}{(version is null ? "" : " " + version)} is not in {PluginLock.FileName}{(reseller is null ? "" : $" for reseller {reseller}")}");
        foreach (var plugin in found)
        {
            next.Remove(plugin);
            var isShipped = plugin.Reseller is null && inBox.Any(other => other.Id == id) && installed.All(other => other.Hash != plugin.Hash);
            if (change == "disable" || (change == "enable" && !isShipped)) next.Add(plugin with { IsDisabled = change == "disable" });
        }
    }

    private void Refuse(string text) => problems.Add(new PluginProblem(PluginProblemCodes.Lock, text));
}
