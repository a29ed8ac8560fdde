namespace Softswitch.Sdk;

/// <summary>
/// A step of dialplans: does one thing to one call and returns a named outcome. Derive from it, put
/// <see cref="StepAttribute"/> on the class, and the build does the rest.
/// </summary>
/// <remarks>
/// An instance is made for each run and serves nobody else, so fields are the run's own. A constructor may ask for the services
/// of the SDK (<see cref="IKeyValueStore"/>, <see cref="IDirectory"/>, <see cref="ILedger"/>, <see cref="TimeProvider"/> and the
/// like): they are those of the call's account, and there is no way to another's.
/// </remarks>
/// <typeparam name="TOptions">A record with <c>init</c> properties: what the plan says in the step's map.</typeparam>
public abstract class CallStep<TOptions>
    where TOptions : class
{
    /// <summary>
    /// Runs the step. Write it from top to bottom: operations of <paramref name="call"/> return when they have really happened,
    /// and throw <see cref="CallEndedException"/> when the call is over, which needs no catching.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="options">What the plan says; shared by all calls, hence immutable.</param>
    /// <param name="hangup">Cancelled when the call is over or the step's time is up; pass it on to whatever waits.</param>
    /// <returns>One of the declared outcomes.</returns>
    public abstract ValueTask<Outcome> RunAsync(ICall call, TOptions options, CancellationToken hangup);
}
