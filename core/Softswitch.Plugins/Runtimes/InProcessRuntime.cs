using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Softswitch.Dialplan.Engine;
using Softswitch.Plugins.Loading;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Runtimes;

/// <summary>A plugin's code in the switch's own process.</summary>
internal sealed class InProcessRuntime : PluginRuntime
{
    private readonly LoadedModule _loaded;
    private FrozenDictionary<string, InProcessStep> _steps;

    public InProcessRuntime(LoadedModule loaded)
    {
        _loaded = loaded;
        _steps = loaded.Module.Steps.ToFrozenDictionary(step => step.Name, step => new InProcessStep(step), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override PluginModule Module => _loaded.Module;

    /// <inheritdoc/>
    public override PluginStep Step(string name) => _steps[name];

    /// <inheritdoc/>
    public override StepPace? PaceOf(string step) => _steps.GetValueOrDefault(step)?.Pace;

    /// <inheritdoc/>
    public override async ValueTask<bool> HandleAsync(string handler, IServiceProvider services, SwitchEvent happened, CancellationToken cancellation)
    {
        foreach (var registration in Module.Handlers)
        {
            if (registration.Name != handler || !registration.Handles(happened)) continue;
            await registration.HandleAsync(services, happened, cancellation);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override ValueTask<HttpReply> AnswerAsync(string endpoint, IServiceProvider services, HttpQuery query, CancellationToken cancellation) =>
        Module.Endpoints.First(known => known.Name == endpoint).Create(services).HandleAsync(query, cancellation);

    /// <inheritdoc/>
    public override ValueTask RunTaskAsync(string task, string account, IServiceProvider services, CancellationToken stopping) =>
        Module.Tasks.First(known => known.Name == task).Create(services).RunAsync(stopping);

    /// <inheritdoc/>
    public override ValueTask WatchAsync(string source, string account, IServiceProvider services, IPresenceReport report, CancellationToken stopping) =>
        Module.PresenceSources.First(known => known.Name == source).Create(services).WatchAsync(report, stopping);

    /// <inheritdoc/>
    public override ValueTask WarmAsync(CancellationToken cancellation)
    {
        _loaded.Warm();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask StopAsync() => Module switch
    {
        IAsyncDisposable module => module.DisposeAsync(),
        IDisposable module => Dispose(module),
        _ => ValueTask.CompletedTask,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override WeakReference? Unload()
    {
        _steps = FrozenDictionary<string, InProcessStep>.Empty;
        return _loaded.Unload();
    }

    private static ValueTask Dispose(IDisposable module)
    {
        module.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class InProcessStep(StepRegistration registration) : PluginStep
    {
        public StepPace Pace { get; } = new();

        public override object Bind(OptionValues values) => registration.Bind(values);

        public override ValueTask<Outcome> RunAsync(IServiceProvider services, ICall call, object options, CancellationToken hangup) =>
            registration.RunAsync(services, call, options, hangup);
    }
}
