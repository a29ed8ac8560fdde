using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Answers the call. Nothing happens where it is answered already.</summary>
[Step("answer")]
internal sealed class AnswerStep : CallStep<EmptyOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
    {
        await call.AnswerAsync(hangup);
        return Outcome.Done;
    }
}
