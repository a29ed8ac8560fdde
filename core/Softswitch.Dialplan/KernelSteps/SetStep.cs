using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>What <c>set</c> sets.</summary>
internal sealed record SetOptions
{
    /// <summary>Variable that the plan declares.</summary>
    [RefersTo(Reference.Variable)]
    public required string Variable { get; init; }

    /// <summary>Its value, in which other variables may stand.</summary>
    [StringLength(1000)]
    public required string To { get; init; }
}

/// <summary>Gives a variable a value.</summary>
[Step("set")]
internal sealed class SetStep : CallStep<SetOptions>
{
    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(ICall call, SetOptions options, CancellationToken hangup)
    {
        call.Variables.Set(options.Variable, options.To);
        return ValueTask.FromResult(Outcome.Done);
    }
}
