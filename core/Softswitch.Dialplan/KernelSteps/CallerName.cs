using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Has a directory source of a plugin say who calls, where the call itself does not.</summary>
internal static class CallerName
{
    /// <summary>The caller's name; null where there is nothing to ask, the source knows nobody, or it cannot be asked: the call goes on without.</summary>
    public static async ValueTask<string?> FindAsync(ICall call, string source, CancellationToken hangup)
    {
        var caller = call.Caller;
        if (!string.IsNullOrEmpty(caller.Name) || !IDirectoryLookup.CanAsk(caller.Number)) return null;
        var answer = await ((IFlowPosition)call).AskAsync(source, caller.Number, hangup);
        call.Explain(answer switch
        {
            { Entry: { } found } => $"{source} knows the caller: {found.Name}",
            { Problem: { } problem } => $"{source} could not be asked who calls: {problem}",
            _ => $"{source} does not know the caller",
        });
        return answer.Entry?.Name;
    }
}
