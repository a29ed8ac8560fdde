using Softswitch.Sdk;

namespace Acme.VipGate;

public sealed record VipGateClassOptions
{
    /// <summary>Callers who are not asked.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>What the others have to press.</summary>
    public string Code { get; init; } = "2580";
}

/// <summary>Lets callers pass who are on a list or know the code.</summary>
[Step("vip-gate-step", "vip", "regular", UsesMedia = true)]
public sealed class VipGateClassStep : CallStep<VipGateClassOptions>
{
    public override async ValueTask<Outcome> RunAsync(ICall call, VipGateClassOptions options, CancellationToken hangup)
    {
        if (options.Numbers.Contains(call.Caller.Number)) return "vip";
        var pressed = await call.PlayAndCollectAsync("vm-password", CollectOptions.UpTo(options.Code.Length), hangup);
        return pressed.Digits == options.Code ? "vip" : "regular";
    }
}
