using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Sample.Prepaid;

/// <summary>What a call costs.</summary>
public sealed record PrepaidOptions
{
    /// <summary>Who is called.</summary>
    public required DialTarget To { get; init; }

    /// <summary>Price of a minute begun.</summary>
    [Range(0.0001, 1000)]
    public required decimal PerMinute { get; init; }

    /// <summary>Minutes that are set aside.</summary>
    [Range(1, 240)]
    public int Minutes { get; init; } = 30;
}

/// <summary>Sets money aside before it rings anybody, and charges what was used when the call is over.</summary>
[Step("prepaid", "answered", "missed", "no-money")]
public sealed class Prepaid(ILedger ledger) : CallStep<PrepaidOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, PrepaidOptions options, CancellationToken hangup)
    {
        var reservation = "call:" + call.Id;
        var most = options.PerMinute * options.Minutes;
        if (!await ledger.ReserveAsync(reservation, most, TimeSpan.FromHours(24), hangup)) return "no-money";

        // However the call ends: what was not used is given back.
        call.OnEnded((ended, token) =>
        {
            var cost = options.PerMinute * (decimal)Math.Ceiling(ended.Duration.TotalMinutes);
            return ledger.SettleAsync(reservation, Math.Min(decimal.Round(cost, 4), most), $"Call to {options.To}", token);
        });

        var result = await call.BridgeAsync(new BridgeRequest { Targets = [options.To] }, hangup);
        return result.Outcome == BridgeOutcome.Answered ? "answered" : "missed";
    }
}
