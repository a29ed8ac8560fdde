using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>Where the code of steps comes from. Safe from any thread.</summary>
public interface IStepHost
{
    /// <summary>Begins a call of an account. The session pins each plugin it uses in the version in force at the first use, until it is disposed of.</summary>
    IStepSession Begin(string account);

    /// <summary>The same for a call that is recorded. Where plugins have no services of their own it is like any other.</summary>
    /// <param name="account">The account.</param>
    /// <param name="listen">Gives the services that a plugin has in this call, by its id and the services that it has else.</param>
    IStepSession Begin(string account, Func<string, IServiceProvider, IServiceProvider> listen) => Begin(account);
}

/// <summary>The code of the steps of one call. Used by one call, one step at a time.</summary>
public interface IStepSession : IDisposable
{
    /// <summary>The code of a step.</summary>
    /// <exception cref="StepUnavailableException">The plugin is missing, switched off or not granted to the account; the message says which.</exception>
    StepCode Resolve(StepNode node);

    /// <summary>How long a step keeps its thread, in the version that the call is on; null where nobody knows, because it has never run, or it runs in a process of its own.</summary>
    StepPace? PaceOf(StepNode node) => null;

    /// <summary>Something that a plugin offers beside steps and a step's options name, in the version that the call is on.</summary>
    /// <exception cref="StepUnavailableException">The plugin is missing, switched off or not granted to the account; the message says which.</exception>
    PointCode Resolve(PointType point) => throw new StepUnavailableException($"plugin {point.Plugin} is not there");
}

/// <summary>The code of something that a plugin offers beside steps.</summary>
/// <param name="Origin">Id and version of the plugin.</param>
/// <param name="Services">What the plugin may ask for, of the call's account.</param>
/// <param name="Create">Makes one.</param>
public sealed record PointCode(string Origin, IServiceProvider Services, Func<object> Create);

/// <summary>The code of one step at one place of a plan.</summary>
public abstract class StepCode
{
    /// <summary>Id and version of the plugin, for the trace: <c>ivr@1.4.0</c>.</summary>
    public abstract string Origin { get; }

    /// <summary>
    /// Whether it is the switch's own and runs wherever the call is, the call's worker included. Everything else runs on threads that may be blocked without harm to others.
    /// </summary>
    public virtual bool IsKernel => false;

    /// <summary>Runs it once. The options are those of the place, or made anew where variables stand in them.</summary>
    public abstract ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup);
}

/// <summary>A step has no code that could be run.</summary>
/// <param name="message">Why.</param>
public sealed class StepUnavailableException(string message) : Exception(message);
