using System.Collections.Frozen;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;

namespace Softswitch.Sdk.Testing;

/// <content>Running.</content>
public sealed partial class TestCall
{
    /// <summary>
    /// Runs one step with the call, as the switch would: with its deadline, its checks and a token that hanging up cancels. When the step has returned the call is ended.
    /// </summary>
    /// <typeparam name="TStep">The step, of a plugin that the generator of the SDK has seen.</typeparam>
    /// <param name="options">The step's options record; null for a step without options.</param>
    /// <returns>The step's outcome; <see cref="Outcome.Error"/> where it failed (<see cref="Failures"/> say how), <see cref="Ended"/> where the end of the call cut it short.</returns>
    /// <exception cref="ArgumentException">The options are not those of the step.</exception>
    /// <exception cref="InvalidOperationException">The assembly of the step has no manifest, or the call is one of a dialplan.</exception>
    public ValueTask<Outcome> RunAsync<TStep>(object? options = null)
        where TStep : class
    {
        if (_dialplan is not null) throw new InvalidOperationException("The call is one of a dialplan; run it without a step.");
        var plugin = TestPlugin.Of(typeof(TStep).Assembly);
        var (node, registration) = plugin.Single(typeof(TStep), _handled);
        var host = new SingleStepHost(registration, options ?? new EmptyOptions(), plugin);
        var plan = new Plan
        {
            Account = _account,
            Numbers = FrozenDictionary<string, StepNode>.Empty,
            Codes = NoCodes.Instance,
            Flows = FrozenDictionary<string, StepNode>.Empty,
            Extensions = FrozenDictionary<string, StepNode>.Empty,
            Variables = _variables.Keys.ToFrozenSet(),
            Defaults = _variables.Where(variable => variable.Value.Length > 0).ToFrozenDictionary(),
        };
        var simulator = new Simulator(account => host.For(account.Services(plugin.Id)));
        _result = simulator.Run(plan, node, [], _script, State());
        return ValueTask.FromResult(_result.Trace.Entries[0] is { Outcome: { } outcome } ? new Outcome(outcome) : Ended);
    }

    /// <summary>Runs the call through its dialplan, to its end.</summary>
    /// <returns>This call, of which everything can be asked now.</returns>
    /// <exception cref="InvalidOperationException">The call is none of a dialplan.</exception>
    public ValueTask<TestCall> RunAsync()
    {
        if (_dialplan is null) throw new InvalidOperationException("The call has no dialplan; begin with TestDialplan.Load(...).Dial(...), or name a step.");
        _result = _dialplan.Run(_script, State());
        return ValueTask.FromResult(this);
    }

    private SimulatedAccount State() => _state ??= _dialplan?.State ?? new SimulatedAccount(_account)
    {
        Extensions = _extensions,
        Logger = _logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
        Others = _services.GetValueOrDefault,
    };
}
