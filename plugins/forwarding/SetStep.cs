using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>Forwards the calls of the extension that calls: bind it to a code.</summary>
[Step("set", "done", "invalid", "not-allowed")]
public sealed class SetStep(IKeyValueStore store, IDirectory directory) : CallStep<SetOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, SetOptions options, CancellationToken hangup)
    {
        if (call.Caller.Extension is not { } extension) return "not-allowed";
        // What is dialled may be an extension as well as a telephone number.
        var target = ForwardTarget.TryParse(directory.FindExtension(options.To) is null ? options.To : "ext:" + options.To);
        if (target is null || target == new ForwardTarget(ForwardKind.Extension, extension) || (target.Kind == ForwardKind.Extension && directory.FindExtension(target.Value) is null)) return "invalid";
        if (!await ForwardRules.ChangeAsync(store, extension, options.When, target, hangup)) return Outcome.Error;
        call.Explain($"extension {extension} now forwards to {target}");
        return Outcome.Done;
    }
}
