using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>The way from what is in force to what is wanted: everything new is loaded and tried first; only then is anything exchanged.</summary>
internal sealed class TableChange(
    PluginTable current, IReadOnlyList<WantedPlugin> wanted, GenerationLoader loader, IPlansInUse plans, UnloadWatch watch, PluginHostOptions options, IReadOnlyCollection<StepType> kernelSteps)
{
    private const int MostNamed = 5;

    private readonly List<PluginGeneration> _kept = [];
    private readonly List<PluginGeneration> _loaded = [];
    private readonly List<PluginStatus> _refused = [];

    /// <summary>Makes the next table.</summary>
    /// <param name="isStart">At the start whatever is good is loaded.</param>
    /// <param name="leavesPlans">Whether plans in force may be left without what they ask for.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The table, null where there are problems that forbid it, and the generations that are in it no more.</returns>
    public async Task<(PluginTable? Next, IReadOnlyList<PluginGeneration> Old)> MakeAsync(bool isStart, bool leavesPlans, List<PluginProblem> problems, CancellationToken cancellation)
    {
        var isRefused = problems.Count > 0 && !isStart;
        foreach (var plugin in wanted)
        {
            var found = new List<PluginProblem>();
            await TakeAsync(plugin, isStart, found, cancellation);
            problems.AddRange(found);
            if (found.Count == 0) continue;
            isRefused |= !isStart;
            _refused.Add(new PluginStatus
            {
                Id = plugin.Locked.Id,
                Version = plugin.Locked.Version,
                State = PluginState.Incompatible,
                Reason = string.Join("; ", found),
                Reseller = plugin.Locked.Reseller,
                Hash = plugin.Locked.Hash,
            });
        }

        var before = problems.Count;
        problems.AddRange(Clashes());
        if (!leavesPlans) problems.AddRange(OrphanedPlans.Find([.. current.All.Select(generation => generation.Locked)], [.. wanted.Select(plugin => plugin.Locked)], plans));
        if (isRefused || problems.Count > before)
        {
            foreach (var generation in _loaded) await loader.DiscardAsync(generation);
            return (null, []);
        }

        foreach (var generation in _kept) generation.Enable(!Wanted(generation).IsDisabled);
        foreach (var generation in _loaded.Where(generation => generation.Locked.IsDisabled)) generation.Enable(isEnabled: false);
        return (new PluginTable([.. _kept, .. _loaded], _refused), [.. current.All.Except(_kept)]);
    }

    private async Task TakeAsync(WantedPlugin plugin, bool isStart, List<PluginProblem> problems, CancellationToken cancellation)
    {
        if (current.All.FirstOrDefault(generation => IsSame(generation.Locked, plugin.Locked)) is { } same)
        {
            _kept.Add(same);
            return;
        }

        CheckHotReload(plugin.Locked, problems);
        if (problems.Count > 0) return;
        if (await loader.LoadAsync(plugin, reseller => OrphanedPlans.Reaches(wanted.Select(other => other.Locked), plugin.Locked, reseller), isStart && plugin.IsInBox, problems, cancellation) is { } loaded) _loaded.Add(loaded);
    }

    /// <summary>What takes the place of another has to be able to see it go.</summary>
    private void CheckHotReload(LockedPlugin plugin, List<PluginProblem> problems)
    {
        foreach (var before in current.Of(plugin.Id))
        {
            var stays = wanted.Any(other => IsSame(other.Locked, before.Locked));
            if (!stays && before.Locked.Reseller == plugin.Reseller && before.Manifest is { HotReload: false, Isolation: PluginIsolation.InProcess })
                problems.Add(new PluginProblem(PluginProblemCodes.HotReload, $"{before.Manifest.Origin} was built without hotReload and stays in force until the switch is restarted; {plugin.Id} {plugin.Version} comes into force then"));
        }

        var zombies = watch.Zombies(plugin.Id);
        if (zombies.Count >= options.MostZombies)
            problems.Add(new PluginProblem(PluginProblemCodes.HotReload, $"{zombies.Count} old generations of {plugin.Id} are held in memory by something ({string.Join(", ", zombies.Take(MostNamed))}{(zombies.Count > MostNamed ? ", ..." : "")}): restart the switch to bring {plugin.Version} into force, and see docs/plugins/loader.md for how to find what holds them"));
    }

    /// <summary>Names have one meaning for each account: the platform's plugins with those of any one reseller.</summary>
    private List<PluginProblem> Clashes()
    {
        var all = _kept.Concat(_loaded).ToList();
        var problems = new List<PluginProblem>();
        foreach (var reseller in all.Select(generation => generation.Locked.Reseller).Distinct())
        {
            var visible = all.Where(generation => generation.Locked.Reseller is null || generation.Locked.Reseller == reseller).ToList();
            var names = visible.SelectMany(generation => generation.StepNames.Keys, (generation, step) => (Step: step, Plugin: generation.Manifest.Id))
                .Concat(kernelSteps.Select(step => (Step: step.Name, Plugin: PluginNames.Kernel)));
            var points = visible.SelectMany(generation => generation.Type.Points, (_, point) => (point.Kind, point.Name, point.Plugin)).Distinct();
            foreach (var name in points.GroupBy(point => (point.Kind, point.Name)).Where(group => group.Count() > 1))
                problems.Add(new PluginProblem(PluginProblemCodes.Clash, $"{PointKinds.WordOf(name.Key.Kind)} '{name.Key.Name}' is of {string.Join(" and of ", name.Select(point => point.Plugin))}: give one of them another name"));
            foreach (var name in names.Distinct().GroupBy(pair => pair.Step).Where(group => group.Count() > 1))
                problems.Add(new PluginProblem(PluginProblemCodes.Clash, $"step '{name.Key}' is of {string.Join(" and of ", name.Select(pair => pair.Plugin))}: give one of them another name"));
        }

        return [.. problems.Distinct()];
    }

    private LockedPlugin Wanted(PluginGeneration generation) => wanted.First(plugin => IsSame(plugin.Locked, generation.Locked)).Locked;

    private static bool IsSame(LockedPlugin one, LockedPlugin other) => one with { IsDisabled = false } == other with { IsDisabled = false };
}
