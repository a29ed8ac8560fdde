namespace Softswitch.Sdk.Testing.Tests;

/// <summary>Options of the gate.</summary>
public sealed record VipGateOptions
{
    /// <summary>Numbers that are let through.</summary>
    public required string[] Numbers { get; init; }

    /// <summary>Prompt that asks for the secret.</summary>
    public Prompt Prompt { get; init; } = "enter-pin";
}

/// <summary>Lets some through at once, and others by a secret.</summary>
[Step("vip-gate", "vip", "regular", UsesMedia = true)]
public sealed class VipGate(IKeyValueStore store) : CallStep<VipGateOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, VipGateOptions options, CancellationToken hangup)
    {
        if (options.Numbers.Contains(call.Caller.Number)) return "vip";
        var before = await store.GetAsync("tries", hangup);
        await store.SetAsync("tries", $"{int.Parse(before?.Value ?? "0") + 1}", hangup);
        await call.AnswerAsync(hangup);
        var pin = await call.PlayAndCollectAsync(options.Prompt, CollectOptions.UpTo(4), hangup);
        call.Explain($"they pressed {pin.Digits}");
        return pin.Digits == "2580" ? "vip" : "regular";
    }
}

/// <summary>What not to do: it goes on after the call, leaves a timer, and remembers callers of all accounts.</summary>
[Step("bad-gate", "vip", "regular")]
public sealed class BadGate : CallStep<EmptyOptions>
{
    private static string? _last;

    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
    {
        call.Explain($"the last caller was {_last}");
        _last = call.Caller.Number;
        await Task.Delay(TimeSpan.FromSeconds(1), call.Clock, CancellationToken.None);
        return "regular";
    }
}

/// <summary>Fails.</summary>
[Step("broken-gate", "vip")]
public sealed class BrokenGate(ILedger ledger) : CallStep<EmptyOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
    {
        await ledger.ReserveAsync("a", 2, TimeSpan.FromMinutes(1), hangup);
        await ledger.SettleAsync("a", 1.5m, "a try", hangup);
        throw new FormatException("no gate");
    }
}
