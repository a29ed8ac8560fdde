using Softswitch.Sdk;

namespace Sample.PerMinute;

/// <summary>Extensions are free; Costa Rica, North America and satellites have a price; whatever else there is cannot be called.</summary>
[Charging("per-minute")]
public sealed class PerMinute(IDirectory directory) : ICharging
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public ValueTask<Tariff?> RateAsync(ChargeQuery query, CancellationToken cancellation) =>
        new(query.Targets.All(target => directory.FindExtension(target.Value) is not null) ? Tariff.Free : Rate(query.Targets[0].Value.TrimStart('+')));

    private static Tariff? Rate(string number) => number switch
    {
        ['5', '0', '6', ..] => new Tariff(0.025m, Minute, TimeSpan.Zero, $"Call to {number}"),
        // Half a minute at least, then every six seconds.
        ['1', ..] => new Tariff(0.001m, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(30), $"Call to {number}"),
        // Satellites: every second.
        ['8', '8', '1', ..] => new Tariff(0.01m, TimeSpan.FromSeconds(1), TimeSpan.Zero, $"Call to {number}"),
        _ => null,
    };
}
