using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Runtimes;

/// <summary>The running code of one generation: in this process, or in one of its own.</summary>
internal abstract class PluginRuntime
{
    /// <summary>What it offers where its code is in this process.</summary>
    /// <exception cref="NotSupportedException">It is in another.</exception>
    public virtual PluginModule Module => throw new NotSupportedException("The plugin runs in a process of its own.");

    /// <summary>Somebody is going to use it: it gets ready in the background, where it is not yet.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>A step by its name within the plugin.</summary>
    public abstract PluginStep Step(string name);

    /// <summary>How long a step keeps its thread; null where its code is in no process yet, or in another.</summary>
    public virtual StepPace? PaceOf(string step) => null;

    /// <summary>Makes something that it offers beside steps and plans name. Of what runs in a process of its own the inspection has refused all that is not asked apart from its step.</summary>
    public virtual object Point(PointType point, IServiceProvider services) => PointKinds.Create(point, Module, services);

    /// <summary>Has a handler told of an event; false where it does not handle the like.</summary>
    public abstract ValueTask<bool> HandleAsync(string handler, IServiceProvider services, SwitchEvent happened, CancellationToken cancellation);

    /// <summary>Has an endpoint answer a request.</summary>
    public abstract ValueTask<HttpReply> AnswerAsync(string endpoint, IServiceProvider services, HttpQuery query, CancellationToken cancellation);

    /// <summary>Runs a background task until it is cancelled or returns.</summary>
    public abstract ValueTask RunTaskAsync(string task, string account, IServiceProvider services, CancellationToken stopping);

    /// <summary>Runs a presence source until it is cancelled or returns.</summary>
    public abstract ValueTask WatchAsync(string source, string account, IServiceProvider services, IPresenceReport report, CancellationToken stopping);

    /// <summary>Gets ready for the first call.</summary>
    /// <exception cref="Loading.PluginLoadException">It does not start.</exception>
    public abstract ValueTask WarmAsync(CancellationToken cancellation);

    /// <summary>Has the plugin's own code look at options that were bound.</summary>
    /// <exception cref="Isolation.PluginProcessException">It refuses them.</exception>
    public virtual ValueTask TryOptionsAsync(string step, object options, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Has whatever the plugin holds disposed of.</summary>
    public abstract ValueTask StopAsync();

    /// <summary>Drops the code. Synchronous, for nothing of the plugin may be on the stack.</summary>
    /// <returns>What tells whether it is still in memory; null where that cannot be told.</returns>
    public abstract WeakReference? Unload();
}

/// <summary>A step of a running plugin.</summary>
internal abstract class PluginStep
{
    /// <summary>Makes the options of a place.</summary>
    /// <exception cref="FormatException">The values are not what the step asks for.</exception>
    public abstract object Bind(OptionValues values);

    /// <summary>Makes options that are for one run only.</summary>
    /// <exception cref="FormatException">The values are not what the step asks for.</exception>
    public virtual object BindOnce(OptionValues values) => Bind(values);

    /// <summary>Runs it once.</summary>
    public abstract ValueTask<Outcome> RunAsync(IServiceProvider services, ICall call, object options, CancellationToken hangup);
}
