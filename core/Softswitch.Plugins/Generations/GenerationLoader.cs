using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Isolation;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Preflight;
using Softswitch.Plugins.Runtimes;

namespace Softswitch.Plugins.Generations;

/// <summary>Makes generations: finds the plugin, inspects it, loads it, has it get ready, and tries the plans' options on it.</summary>
internal sealed class GenerationLoader(PluginHostOptions options, IPluginServices services, IPlansInUse plans, TimeProvider clock, ILogger logger)
{
    private const int MostFindings = 100;

    private int _number;

    /// <summary>A generation that is ready for calls; null, and problems, where it is not.</summary>
    /// <param name="wanted">The plugin.</param>
    /// <param name="reaches">Whether it will be in force for the accounts of a reseller, or for those of none.</param>
    /// <param name="isLazy">Whether its code is left until somebody wants it. No call is up, and nobody has tried its steps: what is wrong with it costs no more than itself then.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<PluginGeneration?> LoadAsync(WantedPlugin wanted, Predicate<string?> reaches, bool isLazy, List<PluginProblem> problems, CancellationToken cancellation)
    {
        var before = problems.Count;
        if (wanted.Open(problems) is not { } folder) return null;
        isLazy &= options.IsLazy && folder.Manifest.Isolation == PluginIsolation.InProcess;
        if (!isLazy) Inspection.Inspect(folder, problems);
        if (problems.Count > before) return null;
        var type = TypeOf(folder.Manifest, wanted);
        PluginGeneration? generation = null;
        try
        {
            generation = Create(folder, wanted.Locked, type, isLazy);
            if (!isLazy) await generation.Runtime.WarmAsync(cancellation);
            await TryPlansAsync(generation, reaches, isLazy, problems, cancellation);
            if (problems.Count == before) await services.PrepareAsync(folder, cancellation);
        }
        catch (PluginLoadException e)
        {
            problems.Add(new PluginProblem(e.Code, e.Message));
        }

        if (problems.Count == before) return generation;
        if (generation is not null) await DiscardAsync(generation);
        return null;
    }

    /// <summary>Unloads a generation that nobody has used.</summary>
    public async Task DiscardAsync(PluginGeneration generation)
    {
        generation.Close();
        if (await generation.StopAsync(options.StopLimit, TimeProvider.System) is { } reason) logger.LogWarning("Plugin {Plugin} did not stop cleanly: {Reason}", generation.Name, reason);
        generation.Unload();
        generation.Dispose();
    }

    private static PluginType TypeOf(PluginManifest manifest, WantedPlugin wanted) => new(manifest.Id, manifest.Version.ToString(), StepTypeReader.Read(manifest.Json).Steps)
    {
        Points = manifest.Points,
        Reseller = wanted.Locked.Reseller,
        IsInBox = wanted.IsInBox,
        Needs = manifest.Needs,
    };

    /// <summary>Places made for another major version go on with that.</summary>
    private static bool IsOfLine(StepNode node, PluginManifest manifest)
    {
        var compiled = node.Type.Plugin == manifest.Id ? node.Type.PluginVersion : node.Points.FirstOrDefault(point => point.Plugin == manifest.Id)?.PluginVersion;
        return SemanticVersion.TryParse(compiled, out var version) && version.IsSameLine(manifest.Version);
    }

    private PluginGeneration Create(PluginFolder folder, LockedPlugin locked, PluginType type, bool isLazy)
    {
        var log = new ResolutionLog();
        var number = Interlocked.Increment(ref _number);
        if (isLazy)
        {
            PluginGeneration? lazy = null;
            log.Add(folder.Manifest.Assembly, "left until a plan uses it", folder.Root);
            return lazy = new PluginGeneration(folder, locked, number, new LazyRuntime(() => LoadInspected(folder, number, log), reason => Fail(lazy, reason)), log, type);
        }

        if (folder.Manifest.Isolation == PluginIsolation.Process && options.Isolates)
        {
            PluginGeneration? isolated = null;
            var runtime = new ChildProcessRuntime(folder, $"{folder.Manifest.Origin}#{number}", type, options.Processes, clock, logger, reason => isolated?.Degrade(reason));
            log.Add(folder.Manifest.Assembly, "loaded in a process of its own", folder.Root);
            return isolated = new PluginGeneration(folder, locked, number, runtime, log, type);
        }

        return new PluginGeneration(folder, locked, number, Load(folder, number, log), log, type);
    }

    private static InProcessRuntime Load(PluginFolder folder, int number, ResolutionLog log) =>
        new(LoadedModule.Load(folder, $"{folder.Manifest.Origin}#{number}", folder.Manifest.HotReload, log));

    private static InProcessRuntime LoadInspected(PluginFolder folder, int number, ResolutionLog log)
    {
        var problems = new List<PluginProblem>();
        Inspection.Inspect(folder, problems);
        return problems.Count == 0 ? Load(folder, number, log) : throw new PluginLoadException(problems[0].Code, string.Join("; ", problems));
    }

    private void Fail(PluginGeneration? generation, string reason)
    {
        logger.LogError("Plugin {Plugin} cannot be loaded: {Reason}", generation?.Name, reason);
        generation?.Degrade(reason);
    }

    /// <summary>
    /// Holds it against all places in plans that it is to run, and tries the options there, which also keeps them for the first call. Plans are gone through once, for very many of them may be made for this alone.
    /// </summary>
    private async Task TryPlansAsync(PluginGeneration generation, Predicate<string?> reaches, bool isLazy, List<PluginProblem> problems, CancellationToken cancellation)
    {
        var findings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in plans.StepsOf(generation.Manifest.Id, reaches).Where(node => IsOfLine(node, generation.Manifest)))
        {
            var fits = true;
            foreach (var finding in PlanFit.Check(node, generation.Type))
            {
                fits = false;
                if (findings.Count < MostFindings && findings.Add(finding)) problems.Add(new PluginProblem(PluginProblemCodes.Plans, $"{generation.Manifest.Origin} does not fit a plan in force: {finding}"));
            }

            if (isLazy || !fits || findings.Count == MostFindings || !generation.StepNames.TryGetValue(node.Info.Name, out var step)) continue;
            try
            {
                if (node.Variables.Count == 0) await generation.Runtime.TryOptionsAsync(step, generation.Options(node, generation.Runtime.Step(step)), cancellation);
            }
            catch (Exception e)
            {
                var finding = $"{node.Info.Position} {generation.Manifest.Origin} refuses the options of '{node.Info.Name}': {PluginError.Of(e).Message}";
                if (findings.Add(finding)) problems.Add(new PluginProblem(PluginProblemCodes.Plans, finding));
            }
        }
    }
}
