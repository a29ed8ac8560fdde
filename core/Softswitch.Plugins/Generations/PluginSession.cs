using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Runtimes;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Generations;

/// <summary>The plugins of one call: each in the generation that was in force when the call first used it, until the call is over.</summary>
internal sealed class PluginSession(PluginHost host, string account, Func<string, Func<IServiceProvider>, IServiceProvider>? services) : IStepSession
{
    private readonly List<Hold> _holds = new(2);
    private CancellationTokenSource _cancel = new();
    private bool _isDisposed;

    /// <inheritdoc/>
    public StepCode Resolve(StepNode node)
    {
        var hold = Find(node.Type.Plugin, node.Type.PluginVersion);
        var generation = hold.Generation;
        if (!generation.StepNames.TryGetValue(node.Info.Name, out var name)) throw new StepUnavailableException($"plugin {generation.Manifest.Origin} has no step '{node.Info.Name}'");
        try
        {
            return new PluginStepCode(this, hold, node, generation.Runtime.Step(name));
        }
        catch (PluginLoadException e)
        {
            throw new StepUnavailableException($"plugin {generation.Manifest.Origin} cannot run here: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public StepPace? PaceOf(StepNode node)
    {
        try
        {
            var generation = Find(node.Type.Plugin, node.Type.PluginVersion).Generation;
            return generation.StepNames.TryGetValue(node.Info.Name, out var name) ? generation.Runtime.PaceOf(name) : null;
        }
        catch (StepUnavailableException)
        {
            // It is said where the step is to be run.
            return null;
        }
    }

    /// <inheritdoc/>
    public PointCode Resolve(PointType point)
    {
        var (generation, services, _) = Find(point.Plugin, point.PluginVersion);
        if (!generation.Type.Points.Any(known => known.Kind == point.Kind && known.Name == point.Name))
            throw new StepUnavailableException($"plugin {generation.Manifest.Origin} has no {PointKinds.WordOf(point.Kind)} '{point.Name}'");
        return new PointCode(generation.Manifest.Origin, services, () => generation.Runtime.Point(point, services));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var hold in _holds)
        {
            hold.Withdrawal.Dispose();
            hold.Generation.Release();
        }

        _holds.Clear();
    }

    /// <summary>What cancels a step: cancelled with <paramref name="hangup"/>, and when the plugin is taken away.</summary>
    internal CancellationTokenSource Link(CancellationToken hangup, out CancellationTokenRegistration link)
    {
        // A step that was given up may still run with the token of before.
        if (_cancel.IsCancellationRequested) _cancel = new CancellationTokenSource();
        link = hangup.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cancel);
        return _cancel;
    }

    /// <summary>The step is done; what it left registered with its token is forgotten.</summary>
    internal void Unlink(CancellationTokenSource source, CancellationTokenRegistration link)
    {
        link.Dispose();
        if (ReferenceEquals(source, _cancel)) _ = source.TryReset();
    }

    private Hold Find(string plugin, string version)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var found = _holds.Find(hold => hold.Generation.Manifest.Id == plugin) ?? Take(plugin, version);
        var generation = found.Generation;
        if (generation.State == PluginState.Disabled) throw new StepUnavailableException($"plugin {generation.Manifest.Origin} is switched off");
        if (generation.Withdrawn.IsCancellationRequested) throw new StepUnavailableException($"plugin {generation.Manifest.Origin} was replaced, and the call has outlived the time that was left to it");
        return found;
    }

    private Hold Take(string plugin, string version)
    {
        var (generation, its) = host.Hold(account, plugin, version, services);
        var taken = new Hold(generation, its, generation.Withdrawn.UnsafeRegister(static session => ((PluginSession)session!)._cancel.Cancel(), this));
        _holds.Add(taken);
        return taken;
    }

    /// <summary>A generation that the call holds.</summary>
    internal sealed record Hold(PluginGeneration Generation, IServiceProvider Services, CancellationTokenRegistration Withdrawal);
}

/// <summary>The code of one step at one place of a plan, for one call.</summary>
internal sealed class PluginStepCode(PluginSession session, PluginSession.Hold hold, StepNode node, PluginStep step) : StepCode
{
    /// <inheritdoc/>
    public override string Origin => hold.Generation.Manifest.Origin;

    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup)
    {
        var options = node.Variables.Count == 0 ? hold.Generation.Options(node, step) : step.BindOnce(FilledOptions.Of(node.Options, call.Variables));
        var source = session.Link(hangup, out var link);
        ValueTask<Outcome> run;
        try
        {
            run = step.RunAsync(hold.Services, call, options, source.Token);
        }
        catch
        {
            session.Unlink(source, link);
            throw;
        }

        if (!run.IsCompletedSuccessfully) return FinishAsync(run, source, link, hangup);
        session.Unlink(source, link);
        return run;
    }

    private async ValueTask<Outcome> FinishAsync(ValueTask<Outcome> run, CancellationTokenSource source, CancellationTokenRegistration link, CancellationToken hangup)
    {
        try
        {
            return await run;
        }
        catch (OperationCanceledException) when (hold.Generation.Withdrawn.IsCancellationRequested && !hangup.IsCancellationRequested)
        {
            throw new StepUnavailableException($"plugin {Origin} was replaced, and the call has outlived the time that was left to it");
        }
        finally
        {
            session.Unlink(source, link);
        }
    }
}
