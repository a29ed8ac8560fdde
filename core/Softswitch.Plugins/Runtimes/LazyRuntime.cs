using System.Runtime.CompilerServices;
using Softswitch.Dialplan.Engine;
using Softswitch.Plugins.Loading;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Runtimes;

/// <summary>
/// A plugin's code in the switch's own process, loaded once somebody wants it: of what the product comes with an installation uses a part, and what is not used costs neither time at the start nor memory.
/// </summary>
/// <param name="load">Inspects and loads it.</param>
/// <param name="failed">Is told why it cannot be loaded.</param>
internal sealed class LazyRuntime(Func<InProcessRuntime> load, Action<string> failed) : PluginRuntime
{
    private readonly Lock _lock = new();
    private InProcessRuntime? _inner;
    private PluginLoadException? _failure;
    private int _isPreparing;

    /// <inheritdoc/>
    public override PluginModule Module => Inner.Module;

    /// <exception cref="PluginLoadException">It cannot be loaded.</exception>
    private InProcessRuntime Inner => Volatile.Read(ref _inner) ?? Load();

    /// <inheritdoc/>
    public override void Prepare()
    {
        if (Interlocked.Exchange(ref _isPreparing, 1) == 0) _ = Task.Run(WarmOrFail);
    }

    /// <inheritdoc/>
    public override PluginStep Step(string name) => Inner.Step(name);

    /// <inheritdoc/>
    public override StepPace? PaceOf(string step) => Volatile.Read(ref _inner)?.PaceOf(step);

    /// <inheritdoc/>
    public override ValueTask<bool> HandleAsync(string handler, IServiceProvider services, SwitchEvent happened, CancellationToken cancellation) =>
        Inner.HandleAsync(handler, services, happened, cancellation);

    /// <inheritdoc/>
    public override ValueTask<HttpReply> AnswerAsync(string endpoint, IServiceProvider services, HttpQuery query, CancellationToken cancellation) =>
        Inner.AnswerAsync(endpoint, services, query, cancellation);

    /// <inheritdoc/>
    public override ValueTask RunTaskAsync(string task, string account, IServiceProvider services, CancellationToken stopping) =>
        Inner.RunTaskAsync(task, account, services, stopping);

    /// <inheritdoc/>
    public override ValueTask WatchAsync(string source, string account, IServiceProvider services, IPresenceReport report, CancellationToken stopping) =>
        Inner.WatchAsync(source, account, services, report, stopping);

    /// <inheritdoc/>
    public override ValueTask WarmAsync(CancellationToken cancellation) => Inner.WarmAsync(cancellation);

    /// <inheritdoc/>
    public override ValueTask StopAsync() => Volatile.Read(ref _inner)?.StopAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override WeakReference? Unload()
    {
        var inner = _inner;
        lock (_lock)
        {
            _failure = new PluginLoadException(PluginProblemCodes.Load, "it was unloaded");
            _inner = null;
        }

        return inner?.Unload();
    }

    private InProcessRuntime Load()
    {
        lock (_lock)
        {
            if (_inner is { } loaded) return loaded;
            if (_failure is not null) throw new PluginLoadException(_failure.Code, _failure.Message);
            try
            {
                return _inner = load();
            }
            catch (PluginLoadException e)
            {
                _failure = e;
                failed(e.Message);
                throw;
            }
        }
    }

    private async Task WarmOrFail()
    {
        try
        {
            await WarmAsync(CancellationToken.None);
        }
        catch (PluginLoadException)
        {
            // It was told of when it happened; whoever wants the plugin hears it again.
        }
        catch (Exception e)
        {
            failed(PluginError.Of(e).ToString());
        }
    }
}
